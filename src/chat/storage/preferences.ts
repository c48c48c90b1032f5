import { isJsonObject, parseJson } from '../../text/parseJson.ts';
import { readNotes } from '../live/notes.ts';
import { DEFAULT_SETTINGS, type LiveSettings, problemsOf } from '../live/settings.ts';
import { readText, writeText } from './webStorage.ts';

/** Stores settings and notes from visit to visit. The key is never stored for longer than the tab, and only if the user asks for that. */
export class Preferences {
  readonly #place: string | undefined;
  /** For a browser that stores nothing for this page. */
  #notes: readonly string[] = [];

  /** @param place tells pages of one host apart; without it, nothing is stored */
  constructor(place?: string) {
    this.#place = place;
  }

  readSettings(): LiveSettings {
    const settings = readSettings(this.#read(localStorageOf, 'settings'));
    const apiKey = this.#read(sessionStorageOf, 'key');
    return apiKey === undefined ? settings : { ...settings, apiKey, keepsKey: true };
  }

  /** @returns whether the browser stored them */
  saveSettings({ apiKey, keepsKey, ...settings }: LiveSettings): boolean {
    const isKeySaved = this.#write(sessionStorageOf, 'key', keepsKey && apiKey !== '' ? apiKey : undefined);
    return this.#write(localStorageOf, 'settings', JSON.stringify(settings)) && isKeySaved;
  }

  /** The current notes: another tab may have changed them. */
  get notes(): readonly string[] {
    const stored = this.#read(localStorageOf, 'notes');
    return stored === undefined ? this.#notes : readNotes(stored);
  }

  /** @returns whether the browser stored them */
  saveNotes(notes: readonly string[]): boolean {
    this.#notes = notes;
    return this.#write(localStorageOf, 'notes', notes.length > 0 ? JSON.stringify(notes) : undefined);
  }

  #read(storage: () => Storage, name: string): string | undefined {
    return this.#place === undefined ? undefined : readText(storage, `glovebox-${name} ${this.#place}`);
  }

  #write(storage: () => Storage, name: string, text: string | undefined): boolean {
    return this.#place === undefined || writeText(storage, `glovebox-${name} ${this.#place}`, text);
  }
}

/** Browsers may refuse access to the storage itself. */
const localStorageOf = () => localStorage;
const sessionStorageOf = () => sessionStorage;

/** Reads stored settings. Values that do not validate fall back to the defaults. */
export function readSettings(json: string | undefined): LiveSettings {
  const stored = parseJson(json ?? '');
  const settings = { ...DEFAULT_SETTINGS, ...(isJsonObject(stored) && pick(stored)) };
  const problems = problemsOf(settings);
  const replaced = Object.fromEntries(Object.entries(DEFAULT_SETTINGS).filter(([name]) => name in problems));
  return { ...settings, ...replaced };
}

/** The stored values that are settings, never the key. */
function pick(stored: object): Partial<LiveSettings> {
  const { apiKey: _, keepsKey: __, ...known } = DEFAULT_SETTINGS;
  return Object.fromEntries(Object.entries(stored).filter(([name]) => name in known));
}
