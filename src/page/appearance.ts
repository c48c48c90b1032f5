import { readText, writeText } from '../chat/storage/webStorage.ts';

type Theme = 'light' | 'dark';

const THEME = 'glovebox-theme';
const API_FIELDS = 'glovebox-api-fields';
const LANGUAGE = 'glovebox-language';

/** Browsers may refuse access to the storage itself. */
const storage = () => localStorage;

/** How the page looks for this user, from visit to visit: the theme, the language, and whether the fields of the API are named. */
export const appearance = {
  /** The chosen theme, else the system's. */
  get theme(): Theme {
    const chosen = readText(storage, THEME);
    if (chosen === 'light' || chosen === 'dark') return chosen;
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  },

  get namesApiFields(): boolean {
    return readText(storage, API_FIELDS) === 'shown';
  },

  /** The tag of the chosen language; `undefined` for the browser's. */
  get language(): string | undefined {
    return readText(storage, LANGUAGE);
  },

  /** A reload shows it. */
  set language(tag: string | undefined) {
    writeText(storage, LANGUAGE, tag);
  },

  toggleTheme(): void {
    const next = this.theme === 'dark' ? 'light' : 'dark';
    const isOfSystem = matchMedia(`(prefers-color-scheme: ${next})`).matches;
    writeText(storage, THEME, isOfSystem ? undefined : next);
    this.apply();
  },

  toggleApiFields(): void {
    writeText(storage, API_FIELDS, this.namesApiFields ? undefined : 'shown');
    this.apply();
  },

  /** Shows the page so. All colours are those of `light-dark()`. */
  apply(): void {
    const { style } = document.documentElement;
    style.colorScheme = readText(storage, THEME) === undefined ? '' : this.theme;
    style.setProperty('--glove-api-fields', this.namesApiFields ? 'inline' : 'none');
  },
};
