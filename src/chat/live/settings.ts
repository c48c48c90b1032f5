import type { Mode } from '../../answer/options.ts';
import { chat } from '../../language/en/chat.ts';
import type { settings as settingsTexts } from '../../language/en/settings.ts';
import { isOnThisComputer } from './server/serverAddress.ts';

/** The choices for `SandboxOptions.packages`. */
const PACKAGES = ['vendored', 'distribution', 'pypi'] as const;

/**
 * Who can be asked: the Gemini API, any server that speaks OpenAI's Chat Completions API, or the built-in model of the browser. Their names
 * are those of the widget's attribute.
 */
export const PROVIDERS = ['gemini', 'openai', 'built-in'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** The APIs of Gemini that can be asked. */
const APIS = ['interactions', 'generateContent'] as const;

/** Where the model's code runs; `demos` sends no question. */
const SETTINGS_MODES = ['local', 'server', 'auto', 'demos'] as const satisfies readonly (Mode | 'demos')[];

/** How to reach the model, and what its code may do. Each provider has fields of its own, so that a key goes to no other. */
export interface LiveSettings {
  provider: ProviderName;
  /** The key for Gemini. Only in memory, or in the tab's storage if {@link keepsKey}; never in an address or in longer storage. */
  apiKey: string;
  /** The key for the server, stored as {@link apiKey}. Empty if the server needs none. */
  serverKey: string;
  /** Whether the keys survive a reload of this tab. */
  keepsKey: boolean;
  /** The address of the server, up to the version, such as `http://localhost:11434/v1`. */
  serverUrl: string;
  serverModel: string;
  /** The model of Gemini. */
  model: string;
  /** The API of Gemini that is asked. */
  api: (typeof APIS)[number];
  /** The address of a proxy that speaks the Gemini API; empty for Google's own. */
  baseUrl: string;
  /** Where code runs; only for Gemini it is anything but `local` or `demos`. See {@link modeOf}. */
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
  provider: 'gemini',
  apiKey: '',
  serverKey: '',
  keepsKey: false,
  serverUrl: '',
  serverModel: '',
  model: DEFAULT_MODEL,
  api: 'interactions',
  baseUrl: '',
  mode: 'local',
  timeout: 30,
  memory: 2048,
  packages: 'distribution',
};

/** The address of Ollama's server. */
export const SERVER_EXAMPLE = 'http://localhost:11434/v1';

/** In seconds. */
export const TIMEOUTS = { min: 1, max: 3600 } as const;
/** In MiB: what Python needs to start with some packages, and what WebAssembly can address. */
export const MEMORIES = { min: 128, max: 4096 } as const;

/** The change of settings that is needed before a question can be asked: a key, a server with a model, or another mode than `demos`. */
export type Obstacle = 'needs-key' | 'needs-server' | 'demos-only';

export function obstacleTo({ provider, mode, apiKey, serverUrl, serverModel }: LiveSettings): Obstacle | undefined {
  if (mode === 'demos') return 'demos-only';
  if (provider === 'openai') return serverUrl === '' || serverModel === '' ? 'needs-server' : undefined;
  return provider === 'gemini' && apiKey === '' ? 'needs-key' : undefined;
}

/** Where the model's code runs. Only Gemini has servers for it. */
export function modeOf({ provider, mode }: LiveSettings): LiveSettings['mode'] {
  return provider === 'gemini' || mode === 'demos' ? mode : 'local';
}

/** Names the model that answers the next question, for the user. */
export function nameOfModel({ provider, model, serverModel }: LiveSettings): string {
  if (provider === 'built-in') return chat.builtInModel;
  return provider === 'openai' ? serverModel : model;
}

/** Whether the model can be asked without a connection. */
export function worksOffline({ provider, serverUrl }: LiveSettings): boolean {
  return provider === 'built-in' || (provider === 'openai' && isOnThisComputer(serverUrl));
}

/** What is wrong with a value: the key of the text about it. */
export type InvalidSetting = Extract<
  keyof typeof settingsTexts,
  | 'badKey'
  | 'enterModelSuchAs'
  | 'enterModel'
  | 'enterAddress'
  | 'removeParts'
  | 'enterSeconds'
  | 'enterMebibytes'
  | 'chooseOne'
>;

/** Returns the settings that have a value that they can't have. */
export function invalidIn(settings: LiveSettings): Partial<Record<keyof LiveSettings, InvalidSetting>> {
  const problems = {
    provider: problemOfChoice(settings.provider, PROVIDERS),
    apiKey: problemOfKey(settings.apiKey),
    model: problemOfModel(settings.model),
    api: problemOfChoice(settings.api, APIS),
    baseUrl: problemOfAddress(settings.baseUrl),
    serverUrl: problemOfAddress(settings.serverUrl),
    serverKey: problemOfKey(settings.serverKey),
    serverModel: problemOfServerModel(settings.serverModel),
    timeout: problemOfNumber(settings.timeout, TIMEOUTS, 'enterSeconds'),
    memory: problemOfNumber(settings.memory, MEMORIES, 'enterMebibytes'),
    mode: problemOfChoice(settings.mode, SETTINGS_MODES),
    packages: problemOfChoice(settings.packages, PACKAGES),
  };
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== undefined));
}

/** A key is sent as a header, which allows visible ASCII characters only. */
function problemOfKey(key: unknown): InvalidSetting | undefined {
  if (typeof key === 'string' && /^[\x21-\x7e]*$/.test(key)) return undefined;
  return 'badKey';
}

function problemOfModel(model: unknown): InvalidSetting | undefined {
  if (typeof model === 'string' && /^[\w./:@-]+$/.test(model)) return undefined;
  return 'enterModelSuchAs';
}

/** Servers choose the names of their models freely: they may have spaces, or be files. */
function problemOfServerModel(model: unknown): InvalidSetting | undefined {
  return typeof model === 'string' ? undefined : 'enterModel';
}

function problemOfAddress(address: unknown): InvalidSetting | undefined {
  if (address === '') return undefined;
  const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return 'enterAddress';
  if (url.username || url.password || url.search || url.hash) return 'removeParts';
  return undefined;
}

function problemOfNumber(
  value: unknown,
  { min, max }: { min: number; max: number },
  problem: 'enterSeconds' | 'enterMebibytes',
): InvalidSetting | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return undefined;
  return problem;
}

function problemOfChoice(value: unknown, choices: readonly unknown[]): InvalidSetting | undefined {
  return choices.includes(value) ? undefined : 'chooseOne';
}
