import { isJsonObject, parseJson } from '../../text/parseJson.ts';
import { readNotes } from '../live/notes.ts';
import { DEFAULT_SETTINGS, invalidIn, type LiveSettings } from '../live/settings.ts';
import { readText, writeText } from './webStorage.ts';

/** Stores settings and notes from visit to visit. A key is never stored for longer than the tab, and only if the user asks for that. */
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
    const serverKey = this.#read(sessionStorageOf, 'server-key');
    if (apiKey === undefined && serverKey === undefined) return settings;
    return { ...settings, apiKey: apiKey ?? '', serverKey: serverKey ?? '', keepsKey: true };
  }

  /** @returns whether the browser stored them */
  saveSettings({ apiKey, serverKey, keepsKey, ...settings }: LiveSettings): boolean {
    const saveKey = (name: string, key: string) =>
      this.#write(sessionStorageOf, name, keepsKey && key !== '' ? key : undefined);
    const saved = [
      saveKey('key', apiKey),
      saveKey('server-key', serverKey),
      this.#write(localStorageOf, 'settings', JSON.stringify(settings)),
    ];
    return !saved.includes(false);
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
  const problems = invalidIn(settings);
  const replaced = Object.fromEntries(Object.entries(DEFAULT_SETTINGS).filter(([name]) => name in problems));
  return { ...settings, ...replaced };
}

/** The stored values that are settings, never a key. */
function pick(stored: object): Partial<LiveSettings> {
  const { apiKey: _, serverKey: __, keepsKey: ___, ...known } = DEFAULT_SETTINGS;
  return Object.fromEntries(Object.entries(stored).filter(([name]) => name in known));
}
