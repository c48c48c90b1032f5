import type { PageLanguage } from './pageLanguage.ts';
import { useLanguage } from './useLanguage.ts';

/** Loads the texts that a page asks for. If they can't be loaded, others stay; the console says so, for the author of the page. */
export async function usePageLanguage({ language, tag, words }: PageLanguage): Promise<void> {
  await useLanguage(language).catch((error: unknown) => {
    console.error(
      `The texts in the language "${language}" could not be loaded, so that the interface is English: ${String(error)}`,
    );
  });
  if (words !== undefined) await (await import('./ownWords.ts')).useOwnWords(words, tag);
}
