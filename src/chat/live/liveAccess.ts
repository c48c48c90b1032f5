import type { Content } from '@google/genai';
import type { SandboxOptions } from '../../sandbox/options.ts';
import type { Access } from './geminiChat.ts';
import { instructionFor } from './notes.ts';
import type { LiveSettings } from './settings.ts';

/** What a chat with the real API is opened with. */
export interface ChatOptions {
  readonly settings: LiveSettings;
  /** Standing notes of the reader. */
  readonly notes: readonly string[];
}

/** How to reach the real API, as the reader has it. */
export function liveAccess({ settings, notes }: ChatOptions, history: readonly Content[]): Access {
  const { apiKey, model, baseUrl, mode, timeout } = settings;
  const instruction = instructionFor(notes);
  return {
    apiKey,
    model,
    timeout: timeout * 1000,
    ...(mode !== 'demos' && { mode }),
    ...(baseUrl && { httpOptions: { baseUrl } }),
    ...(instruction !== undefined && { instruction }),
    ...(history.length > 0 && { history: [...history] }),
  };
}

/** Whether a chat that was opened on some terms can go on under others. */
export function areSameOptions(one: ChatOptions, other: ChatOptions): boolean {
  return one.settings === other.settings && one.notes.join('\0') === other.notes.join('\0');
}

type Limits = Required<Pick<SandboxOptions, 'memoryLimit' | 'packages'>>;

/** What Python of the reader's settings may have. Demos alone are to leave the network alone. */
export function limitsOf({ memory, packages, mode }: LiveSettings): Limits {
  return { memoryLimit: memory * 1024 ** 2, packages: mode === 'demos' ? 'vendored' : packages };
}

export function areSameLimits(one: LiveSettings, other: LiveSettings): boolean {
  return JSON.stringify(limitsOf(one)) === JSON.stringify(limitsOf(other));
}
