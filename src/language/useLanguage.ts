import { type Language, setLanguage } from './language.ts';
import { type Translation, translate } from './words.ts';

/** Where the texts of a language are. */
const TRANSLATIONS: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ default: Translation }>>> = {
  de: () => import('./de/index.ts'),
  es: () => import('./es/index.ts'),
  zh: () => import('./zh/index.ts'),
};

/**
 * Loads the texts of a language, and shows them from now on.
 *
 * @throws if they can't be downloaded; the texts then stay as they are
 */
export async function useLanguage(chosen: Language): Promise<void> {
  translate(chosen === 'en' ? {} : (await TRANSLATIONS[chosen]()).default);
  setLanguage(chosen);
}
