import { chooseLanguage, useLocale } from './language.ts';
import { type Plural, replaceTexts, type Words } from './words.ts';

/**
 * Loads texts that replace those of the interface: a JSON file with areas, keys and texts. Each has to have the names in braces of the English
 * one. Texts that do not fit are left out, and so are all if the file can't be loaded; the console says why, for the author of the page.
 *
 * @param address of the file, relative to the page
 * @param tag of the language of the texts, such as `fr`, by whose rules numbers and plurals are written then. @default that of the interface
 */
export async function useOwnWords(address: string, tag?: string): Promise<void> {
  const url = new URL(address, document.baseURI).href;
  const texts = await download(url).catch((error: unknown) => {
    console.error(`The texts of ${url} could not be loaded, so that others are shown: ${String(error)}`);
  });
  if (!texts) return;
  const warn = (problem: string) => console.warn(`${url}: ${problem}`);
  // Every translation has all areas.
  const { default: known } = await import('./de/index.ts');
  for (const area of Object.keys(texts).filter((name) => !Object.hasOwn(known, name))) {
    warn(`There is no area "${area}".`);
  }
  if (tag && isOther(tag)) useLocale(tag);
  replaceTexts((area, words) => fitting(texts[area] ?? {}, words, (problem) => warn(`${area}.${problem}`)));
}

async function download(url: string): Promise<Record<string, object>> {
  const response = await fetch(url);
  if (!response.ok) throw new TypeError(`the server answered ${response.status}`);
  const texts: unknown = await response.json();
  if (!isObject(texts) || !Object.values(texts).every(isObject)) {
    throw new TypeError('it has to be an object of areas, each an object of texts');
  }
  return texts as Record<string, object>;
}

/** Whether a valid tag is of a language that the interface does not have. */
function isOther(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0 && !tag.toLowerCase().startsWith(chooseLanguage([tag]));
  } catch {
    return false;
  }
}

/** The texts that can take the place of the English ones. */
function fitting(texts: object, english: Words, warn: (problem: string) => void): Words {
  const found = Object.entries(texts).filter(([key, text]) => {
    const problem = Object.hasOwn(english, key) ? problemOf(text, english[key] ?? '') : 'There is no such text.';
    if (problem !== undefined) warn(`${key}: ${problem}`);
    return problem === undefined;
  });
  return Object.fromEntries(found) as Words;
}

function problemOf(text: unknown, english: string | Plural): string | undefined {
  if (typeof english === 'string' && typeof text !== 'string') return 'It has to be a text.';
  if (typeof english !== 'string' && !isPlural(text)) {
    return 'It has to be an object with a text for each category of numbers, and one for "other".';
  }
  const [names, needed] = [text as string | Plural, english].map(namesIn);
  return names === needed ? undefined : `It has to have the same names in braces as in English: ${needed || 'none'}.`;
}

function isPlural(text: unknown): text is Plural {
  return isObject(text) && 'other' in text && Object.values(text).every((form) => typeof form === 'string');
}

function namesIn(text: string | Plural): string {
  const all = typeof text === 'string' ? text : Object.values(text).join(' ');
  return [...new Set(all.match(/\{\w+\}/g))].toSorted().join(', ');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
