import { welcome } from '../language/en/welcome.ts';
import { chooseLanguage, LANGUAGES, type Language, language } from '../language/language.ts';
import { usePageLanguage } from '../language/usePageLanguage.ts';
import { appearance } from './appearance.ts';

/** Returns the language of the page: what the user has chosen, else what its host has (`data-glove-language`), else what the browser prefers. */
export function pageLanguage(): Language {
  const { gloveLanguage = '' } = document.documentElement.dataset;
  return chooseLanguage([appearance.language ?? '', gloveLanguage, ...navigator.languages]);
}

/**
 * Loads the texts of the page's language, and those of its host (`data-glove-words`). A `lang` of the host that is none of the page's languages
 * stays, and so does its `dir`.
 *
 * @returns `undefined` if there is nothing to load: English is there already
 */
export function loadTexts(): Promise<void> | undefined {
  const { lang, dataset } = document.documentElement;
  const { gloveWords: words } = dataset;
  const chosen = pageLanguage();
  if (chosen === 'en' && words === undefined) {
    nameLanguage();
    return undefined;
  }
  return usePageLanguage({ language: chosen, tag: lang || undefined, words }).then(() => {
    nameLanguage();
    showTexts();
  });
}

/** Says which language is shown, which is English if the texts of another did not arrive. */
function nameLanguage(): void {
  const root = document.documentElement;
  if (Object.hasOwn(LANGUAGES, root.lang || 'en')) root.lang = language();
}

/** Puts the texts in place of the English ones that the file of the page has, so that they show before any script has run. */
function showTexts(): void {
  document.title = welcome.title;
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
    const { text = '' } = element.dataset;
    if (isKey(text)) element.textContent = welcome[text];
  }
  const picture = document.querySelector('img[slot="picture"]');
  if (picture instanceof HTMLImageElement) picture.alt = welcome.pictureAlt;
}

function isKey(text: string): text is keyof typeof welcome {
  return Object.hasOwn(welcome, text);
}
