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
    const { chosenTheme } = this;
    if (chosenTheme !== undefined) return chosenTheme;
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  },

  /** The chosen theme; `undefined` for the system's. */
  get chosenTheme(): Theme | undefined {
    const chosen = readText(storage, THEME);
    return chosen === 'light' || chosen === 'dark' ? chosen : undefined;
  },

  /** Anything but a theme is the system's. */
  set chosenTheme(theme: string | undefined) {
    writeText(storage, THEME, theme || undefined);
    this.apply();
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
    this.chosenTheme = isOfSystem ? undefined : next;
  },

  toggleApiFields(): void {
    writeText(storage, API_FIELDS, this.namesApiFields ? undefined : 'shown');
    this.apply();
  },

  /** Shows the page so. All colours are those of `light-dark()`. */
  apply(): void {
    const { style } = document.documentElement;
    style.colorScheme = this.chosenTheme ?? '';
    style.setProperty('--glove-api-fields', this.namesApiFields ? 'inline' : 'none');
  },
};
