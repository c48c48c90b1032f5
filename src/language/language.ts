/** Each language of the interface in its own words. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', es: 'Español', zh: '中文' } as const;

/** The languages of the interface. */
export type Language = keyof typeof LANGUAGES;

let current: Language = 'en';
/** The language of texts that are not the project's. */
let own: string | undefined;

/** Returns the language of the interface. */
export function language(): Language {
  return current;
}

/** Says of which language the texts are from now on. */
export function setLanguage(chosen: Language): void {
  current = chosen;
}

/** Returns the tag of the language by whose rules numbers and plurals are written. */
export function locale(): string {
  return own ?? current;
}

/** @param tag of a language that the interface need not have, for texts of its own; `undefined` for that of the interface */
export function useLocale(tag: string | undefined): void {
  own = tag;
}

/**
 * Returns the first language that the interface has.
 *
 * @param tags language tags, such as `['pt-BR', 'de-AT']`, best first
 * @default 'en'
 */
export function chooseLanguage(tags: readonly string[]): Language {
  const known = (tag: string): tag is Language => Object.hasOwn(LANGUAGES, tag);
  return tags.map((tag) => tag.toLowerCase().split('-')[0] ?? '').find(known) ?? 'en';
}
