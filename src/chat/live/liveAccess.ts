import type { SandboxOptions } from '../../sandbox/options.ts';
import type { Access } from './access.ts';
import type { History } from './history.ts';
import { instructionFor } from './notes.ts';
import type { LiveSettings } from './settings.ts';

/** The settings and notes with which a chat is opened. */
export interface ChatOptions {
  readonly settings: LiveSettings;
  readonly notes: readonly string[];
}

/** Returns how to reach the model with the user's settings. */
export function liveAccess({ settings, notes }: ChatOptions, history: History): Access {
  const instruction = instructionFor(notes);
  return {
    provider: settings.provider,
    ...accessOf(settings),
    timeout: settings.timeout * 1000,
    ...(instruction !== undefined && { instruction }),
    ...(history.length > 0 && { history }),
  };
}

function accessOf(settings: LiveSettings): Access {
  switch (settings.provider) {
    case 'gemini': {
      const { apiKey, model, api, baseUrl, mode } = settings;
      return { apiKey, model, api, ...(mode !== 'demos' && { mode }), ...(baseUrl && { httpOptions: { baseUrl } }) };
    }
    case 'openai':
      return { apiKey: settings.serverKey, model: settings.serverModel, baseURL: settings.serverUrl };
    case 'built-in':
      return { apiKey: '', model: 'built-in' };
    default:
      return settings.provider satisfies never;
  }
}

/** Whether a chat that was opened with some options can continue with others. */
export function areSameOptions(one: ChatOptions, other: ChatOptions): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

type Limits = Required<Pick<SandboxOptions, 'memoryLimit' | 'packages'>>;

/** Returns the limits for Python. The mode `demos` downloads no packages. */
export function limitsOf({ memory, packages, mode }: LiveSettings): Limits {
  return { memoryLimit: memory * 1024 ** 2, packages: mode === 'demos' ? 'vendored' : packages };
}

export function areSameLimits(one: LiveSettings, other: LiveSettings): boolean {
  return JSON.stringify(limitsOf(one)) === JSON.stringify(limitsOf(other));
}
