import { chooseLanguage, type Language } from './language.ts';

/** What the root element of a page says about texts. */
export interface PageLanguage {
  language: Language;
  /** The tag as the page has it, such as `fr`; `undefined` if it has none. */
  tag: string | undefined;
  /** The address of texts that replace others, relative to the page. */
  words: string | undefined;
}

/**
 * Reads what the root element says: `data-glove-language`, else `lang`, else what the browser prefers; and `data-glove-words`. On a server,
 * it is English.
 */
export function readPageLanguage(): PageLanguage {
  const root = globalThis.document?.documentElement;
  const tag = root?.dataset.gloveLanguage || root?.lang || undefined;
  const language = chooseLanguage(tag ? [tag] : root ? navigator.languages : []);
  return { language, tag, words: root?.dataset.gloveWords || undefined };
}
