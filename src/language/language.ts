import { type Translation, translate } from './words.ts';

/** The languages beside English, and where their texts are. */
const TRANSLATIONS = {
  de: () => import('./de/index.ts'),
  es: () => import('./es/index.ts'),
  zh: () => import('./zh/index.ts'),
} satisfies Record<string, () => Promise<{ default: Translation }>>;

/** The languages of the interface. */
export type Language = 'en' | keyof typeof TRANSLATIONS;

/** Each language in its own words. */
export const LANGUAGES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  zh: '中文',
};

let current: Language = 'en';
/** The language of texts that are not the project's. */
let own: string | undefined;

/** Returns the language of the interface. */
export function language(): Language {
  return current;
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

/**
 * Loads the texts of a language, and shows them from now on.
 *
 * @throws if they can't be downloaded; the texts then stay as they are
 */
export async function useLanguage(chosen: Language): Promise<void> {
  translate(chosen === 'en' ? {} : (await TRANSLATIONS[chosen]()).default);
  current = chosen;
}
