import type { SandboxOptions } from '../../sandbox/options.ts';
import type { Access } from './geminiChat.ts';
import type { History } from './history.ts';
import { instructionFor } from './notes.ts';
import type { LiveSettings } from './settings.ts';

/** The settings and notes with which a chat is opened. */
export interface ChatOptions {
  readonly settings: LiveSettings;
  readonly notes: readonly string[];
}

/** Returns how to reach the Gemini API with the user's settings. */
export function liveAccess({ settings, notes }: ChatOptions, history: History): Access {
  const { apiKey, model, api, baseUrl, mode, timeout } = settings;
  const instruction = instructionFor(notes);
  return {
    apiKey,
    model,
    api,
    timeout: timeout * 1000,
    ...(mode !== 'demos' && { mode }),
    ...(baseUrl && { httpOptions: { baseUrl } }),
    ...(instruction !== undefined && { instruction }),
    ...(history.length > 0 && { history }),
  };
}

/** Whether a chat that was opened with some options can continue with others. */
export function areSameOptions(one: ChatOptions, other: ChatOptions): boolean {
  return one.settings === other.settings && one.notes.join('\0') === other.notes.join('\0');
}

type Limits = Required<Pick<SandboxOptions, 'memoryLimit' | 'packages'>>;

/** Returns the limits for Python. The mode `demos` downloads no packages. */
export function limitsOf({ memory, packages, mode }: LiveSettings): Limits {
  return { memoryLimit: memory * 1024 ** 2, packages: mode === 'demos' ? 'vendored' : packages };
}

export function areSameLimits(one: LiveSettings, other: LiveSettings): boolean {
  return JSON.stringify(limitsOf(one)) === JSON.stringify(limitsOf(other));
}
