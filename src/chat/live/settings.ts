import type { Mode } from '../../gemini/options.ts';

/** Where packages may come from, of what `SandboxOptions.packages` takes. */
export const PACKAGES = ['vendored', 'distribution', 'pypi'] as const;

/** Where the model's code runs; `demos` asks nobody anything. */
export const SETTINGS_MODES = ['local', 'server', 'auto', 'demos'] as const satisfies readonly (Mode | 'demos')[];

/** How to reach the real API, and what the model's code may do. */
export interface LiveSettings {
  /** In this page's memory, or in the tab's: never in an address, never in what lasts longer than the tab. */
  apiKey: string;
  /** Whether the key outlives a reload of this tab. */
  keepsKey: boolean;
  model: string;
  /** The address of a proxy that speaks the Gemini API; empty for Google's own. */
  baseUrl: string;
  mode: (typeof SETTINGS_MODES)[number];
  /** Seconds that each run gets. */
  timeout: number;
  /** MiB to which Python's memory may grow. */
  memory: number;
  packages: (typeof PACKAGES)[number];
}

/**
 * Models that write and run code, the newest first; any other can be typed. These are stable, and have no date on which they are shut
 * down.
 *
 * @see https://ai.google.dev/gemini-api/docs/deprecations
 */
export const MODELS = [
  'gemini-3.8-flash',
  'gemini-3.7-flash',
  'gemini-3.6-flash',
  'gemini-3.5-flash',
  'gemini-3.5-flash-lite',
] as const;

/** The one that is asked until another is chosen. */
export const DEFAULT_MODEL = MODELS[0];

/** What is set until the reader sets something. */
export const NO_SETTINGS: LiveSettings = {
  apiKey: '',
  keepsKey: false,
  model: DEFAULT_MODEL,
  baseUrl: '',
  mode: 'local',
  timeout: 30,
  memory: 2048,
  packages: 'distribution',
};

/** Seconds: an hour is the longest. */
export const TIMEOUTS = { min: 1, max: 3600 } as const;
/** MiB: what Python needs to start and import something, and what WebAssembly can address. */
export const MEMORIES = { min: 128, max: 4096 } as const;

/** What is wrong with which setting, in the reader's words. */
export type SettingsProblems = Partial<Record<keyof LiveSettings, string>>;

export function problemsOf(settings: LiveSettings): SettingsProblems {
  const problems = {
    apiKey: problemOfKey(settings.apiKey),
    model: problemOfModel(settings.model),
    baseUrl: problemOfAddress(settings.baseUrl),
    timeout: problemOfNumber(settings.timeout, TIMEOUTS, 'seconds'),
    memory: problemOfNumber(settings.memory, MEMORIES, 'MiB'),
    mode: problemOfChoice(settings.mode, SETTINGS_MODES),
    packages: problemOfChoice(settings.packages, PACKAGES),
  };
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== undefined));
}

/** What a request's header can carry. */
function problemOfKey(key: unknown): string | undefined {
  if (typeof key === 'string' && /^[\x21-\x7e]*$/.test(key)) return undefined;
  return 'A key has no spaces and no special letters. Copy it again, from its first character to its last.';
}

function problemOfModel(model: unknown): string | undefined {
  if (typeof model === 'string' && /^[\w./:@-]+$/.test(model)) return undefined;
  return `Type the name of a model, such as ${DEFAULT_MODEL}.`;
}

function problemOfAddress(address: unknown): string | undefined {
  if (address === '') return undefined;
  const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return 'Type a whole address, such as https://proxy.example.com.';
  if (url.username || url.password || url.search || url.hash)
    return 'Leave out what comes before an @ or after a ? or #: others may read it there. The key goes in a header.';
  return undefined;
}

function problemOfNumber(value: unknown, { min, max }: { min: number; max: number }, unit: string): string | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return undefined;
  return `Type a whole number of ${unit} from ${min} to ${max}.`;
}

function problemOfChoice(value: unknown, choices: readonly unknown[]): string | undefined {
  return choices.includes(value) ? undefined : 'Choose one of these.';
}
