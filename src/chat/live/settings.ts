import type { Mode } from '../../gemini/options.ts';

/** The choices for `SandboxOptions.packages`. */
const PACKAGES = ['vendored', 'distribution', 'pypi'] as const;

/** The APIs of Gemini that can be asked. */
const APIS = ['interactions', 'generateContent'] as const;

/** Where the model's code runs; `demos` sends no question. */
const SETTINGS_MODES = ['local', 'server', 'auto', 'demos'] as const satisfies readonly (Mode | 'demos')[];

/** How to reach the real API, and what the model's code may do. */
export interface LiveSettings {
  /** Only in memory, or in the tab's storage if {@link keepsKey}; never in an address or in longer storage. */
  apiKey: string;
  /** Whether the key survives a reload of this tab. */
  keepsKey: boolean;
  model: string;
  /** The API that is asked. */
  api: (typeof APIS)[number];
  /** The address of a proxy that speaks the Gemini API; empty for Google's own. */
  baseUrl: string;
  mode: (typeof SETTINGS_MODES)[number];
  /** Time limit per run, in seconds. */
  timeout: number;
  /** Python's memory limit, in MiB. */
  memory: number;
  packages: (typeof PACKAGES)[number];
}

/**
 * Models that write and run code, newest first. All are stable, without a shutdown date. Users can also type other names.
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

export const DEFAULT_MODEL = MODELS[0];

export const DEFAULT_SETTINGS: LiveSettings = {
  apiKey: '',
  keepsKey: false,
  model: DEFAULT_MODEL,
  api: 'interactions',
  baseUrl: '',
  mode: 'local',
  timeout: 30,
  memory: 2048,
  packages: 'distribution',
};

/** In seconds. */
export const TIMEOUTS = { min: 1, max: 3600 } as const;
/** In MiB: what Python needs to start with some packages, and what WebAssembly can address. */
export const MEMORIES = { min: 128, max: 4096 } as const;

/** The change of settings that is needed before a question can be asked: a key, or another mode than `demos`. */
export type Obstacle = 'needs-key' | 'demos-only';

export function obstacleTo({ mode, apiKey }: LiveSettings): Obstacle | undefined {
  if (mode === 'demos') return 'demos-only';
  return apiKey === '' ? 'needs-key' : undefined;
}

/** The error of each invalid setting, for the user. */
export type SettingsProblems = Partial<Record<keyof LiveSettings, string>>;

export function problemsOf(settings: LiveSettings): SettingsProblems {
  const problems = {
    apiKey: problemOfKey(settings.apiKey),
    model: problemOfModel(settings.model),
    api: problemOfChoice(settings.api, APIS),
    baseUrl: problemOfAddress(settings.baseUrl),
    timeout: problemOfNumber(settings.timeout, TIMEOUTS, 'seconds'),
    memory: problemOfNumber(settings.memory, MEMORIES, 'MiB'),
    mode: problemOfChoice(settings.mode, SETTINGS_MODES),
    packages: problemOfChoice(settings.packages, PACKAGES),
  };
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== undefined));
}

/** A key is sent as a header, which allows visible ASCII characters only. */
function problemOfKey(key: unknown): string | undefined {
  if (typeof key === 'string' && /^[\x21-\x7e]*$/.test(key)) return undefined;
  return 'A key has no spaces or special characters. Copy the whole key again.';
}

function problemOfModel(model: unknown): string | undefined {
  if (typeof model === 'string' && /^[\w./:@-]+$/.test(model)) return undefined;
  return `Enter the name of a model, such as ${DEFAULT_MODEL}.`;
}

function problemOfAddress(address: unknown): string | undefined {
  if (address === '') return undefined;
  const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return 'Enter a full address, such as https://proxy.example.com.';
  if (url.username || url.password || url.search || url.hash)
    return 'Remove the part before @ or after ? or #, which others may be able to read. The key is sent in a header.';
  return undefined;
}

function problemOfNumber(value: unknown, { min, max }: { min: number; max: number }, unit: string): string | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return undefined;
  return `Enter a whole number of ${unit} from ${min} to ${max}.`;
}

function problemOfChoice(value: unknown, choices: readonly unknown[]): string | undefined {
  return choices.includes(value) ? undefined : 'Choose one of these.';
}
