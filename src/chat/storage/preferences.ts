import { isJsonObject, parseJson } from '../../text/parseJson.ts';
import { readNotes } from '../live/notes.ts';
import { type LiveSettings, NO_SETTINGS, problemsOf } from '../live/settings.ts';
import { readText, writeText } from './webStorage.ts';

/** What the reader chose, from visit to visit. The key is never among it, but for the tab's own memory where the reader asks for that. */
export class Preferences {
  readonly #names: Readonly<Record<'settings' | 'key' | 'notes', string>>;
  /** For a browser that keeps nothing for this page. */
  #notes: readonly string[] = [];

  /** @param place tells pages of one host apart */
  constructor(place: string) {
    this.#names = {
      settings: `glovebox-settings ${place}`,
      key: `glovebox-key ${place}`,
      notes: `glovebox-notes ${place}`,
    };
  }

  readSettings(): LiveSettings {
    const kept = readText(() => localStorage, this.#names.settings);
    const apiKey = readText(() => sessionStorage, this.#names.key);
    const settings = readSettings(kept);
    return apiKey === undefined ? settings : { ...settings, apiKey, keepsKey: true };
  }

  /** @returns whether the browser keeps them */
  keepSettings({ apiKey, keepsKey, ...settings }: LiveSettings): boolean {
    const isKeyKept = writeText(() => sessionStorage, this.#names.key, keepsKey && apiKey !== '' ? apiKey : undefined);
    return writeText(() => localStorage, this.#names.settings, JSON.stringify(settings)) && isKeyKept;
  }

  /** As they are now: another tab may have changed them. */
  get notes(): readonly string[] {
    const kept = readText(() => localStorage, this.#names.notes);
    return kept === undefined ? this.#notes : readNotes(kept);
  }

  /** @returns whether the browser keeps them */
  keepNotes(notes: readonly string[]): boolean {
    this.#notes = notes;
    return writeText(() => localStorage, this.#names.notes, notes.length > 0 ? JSON.stringify(notes) : undefined);
  }
}

/** What cannot be used of what was kept is as if it had not been set. */
export function readSettings(json: string | undefined): LiveSettings {
  const settings = { ...NO_SETTINGS, ...pick(parse(json)) };
  const problems = problemsOf(settings);
  const refused = Object.fromEntries(Object.entries(NO_SETTINGS).filter(([name]) => name in problems));
  return { ...settings, ...refused };
}

/** Of what was kept, what is a setting; the key never comes from there. */
function pick(kept: object): Partial<LiveSettings> {
  const { apiKey: _, keepsKey: __, ...known } = NO_SETTINGS;
  return Object.fromEntries(Object.entries(kept).filter(([name]) => name in known));
}

function parse(json: string | undefined): object {
  const value = parseJson(json ?? '');
  return isJsonObject(value) ? value : {};
}
