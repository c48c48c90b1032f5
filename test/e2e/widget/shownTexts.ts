import type { Page } from 'playwright';
import type { Plural, Words } from '../../../src/language/words.ts';

type Areas = Readonly<Record<string, Words>>;

/** All texts of a page and its elements that a user reads or hears, without code, output, and what a model or the page's author wrote. */
export function shownTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const NOT_OURS = 'pre, code, textarea, style, script, glove-markdown-text';
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
    const texts = elements.flatMap(({ shadowRoot }) => (shadowRoot ? textsOf(shadowRoot) : []));
    return [...new Set(texts.map((text) => text.replaceAll(/\s+/g, ' ').trim()))].filter((text) => text !== '');
  });
}

/** Those that are an English text of the interface that has another in the language. */
export function englishAmong(texts: readonly string[], english: Areas, translation: Areas): string[] {
  const patterns = Object.entries(english).flatMap(([area, words]) =>
    Object.entries(words).flatMap(([key, text]) => {
      const translated = formsOf(translation[area]?.[key] ?? '');
      return formsOf(text)
        .filter((form) => !translated.includes(form) && /[a-z]{2}/.test(form.replaceAll(/\{\w+\}/g, '')))
        .map(patternOf);
    }),
  );
  return texts.filter((text) => patterns.some((pattern) => pattern.test(text)));
}

function formsOf(text: string | Plural): string[] {
  return typeof text === 'string' ? [text] : Object.values(text);
}

function patternOf(text: string): RegExp {
  const parts = text.trim().split(/\{\w+\}/);
  return new RegExp(`^${parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`, 's');
}
