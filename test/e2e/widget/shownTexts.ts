import type { Page } from 'playwright';
import type { Plural, Words } from '../../../src/language/words.ts';

type Areas = Readonly<Record<string, Words>>;

/**
 * All texts of a page's elements that a user reads or hears, without code, output, and what a model or the page's author wrote.
 *
 * @param whole whether the page has no other author, so that all of it counts
 */
export function shownTexts(page: Page, whole = false): Promise<string[]> {
  return page.evaluate((all) => {
    const NOT_OURS = 'pre, code, textarea, [dir="auto"], glove-markdown-text';
    const SHOWN = [
      'aria-label',
      'aria-description',
      'aria-roledescription',
      'aria-valuetext',
      'title',
      'placeholder',
      'alt',
    ];
    const textsOf = (root: ParentNode): string[] =>
      [...root.querySelectorAll('*')].flatMap((element) => {
        if (element.matches('style, script')) return [];
        const attributes = SHOWN.flatMap((name) => element.getAttribute(name) ?? []);
        const inside = element.shadowRoot ? textsOf(element.shadowRoot) : [];
        if (element.closest(NOT_OURS)) return [...attributes, ...inside];
        const hasText = [...element.childNodes].some(
          (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
        );
        return [...attributes, ...inside, ...(hasText ? [element.textContent ?? ''] : [])];
      });
    const elements = [...document.querySelectorAll('glove-box, glove-cell')];
    const texts = all
      ? [document.title, ...textsOf(document.body)]
      : elements.flatMap(({ shadowRoot }) => (shadowRoot ? textsOf(shadowRoot) : []));
    return [...new Set(texts.map((text) => text.replaceAll(/\s+/g, ' ').trim()))].filter((text) => text !== '');
  }, whole);
}

/** Those that are an English text of the interface that has another in the language. */
export function englishAmong(texts: readonly string[], english: Areas, translation: Areas): string[] {
  const patterns = Object.entries(english).flatMap(([area, words]) =>
    Object.entries(words).flatMap(([key, text]) => {
      const translated = formsOf(translation[area]?.[key] ?? '');
      return formsOf(text)
        .filter((form) => !translated.includes(form) && isTelling(form))
        .map(patternOf);
    }),
  );
  return texts.filter((text) => patterns.some((pattern) => pattern.test(text)));
}

/** Whether a text has words enough around its names in braces. */
function isTelling(text: string): boolean {
  const words = text.replaceAll(/\{\w+\}/g, '');
  return (words.match(/[A-Za-z]/g)?.length ?? 0) >= (words === text ? 2 : 5);
}

function formsOf(text: string | Plural): string[] {
  return typeof text === 'string' ? [text] : Object.values(text);
}

function patternOf(text: string): RegExp {
  const parts = text.trim().split(/\{\w+\}/);
  return new RegExp(`^${parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`, 's');
}
