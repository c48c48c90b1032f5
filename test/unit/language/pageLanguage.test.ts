import { afterEach, describe, expect, it, vi } from 'vitest';
import { readPageLanguage } from '../../../src/language/pageLanguage.ts';

afterEach(() => vi.unstubAllGlobals());

describe('the language of a page', () => {
  it.each([
    ['its own', { lang: 'de-CH' }, ['es'], { language: 'de', tag: 'de-CH' }],
    ['English, if the interface has not its own', { lang: 'fr' }, ['de'], { language: 'en', tag: 'fr' }],
    ['that of the browser, if it says none', { lang: '' }, ['fr', 'zh-CN'], { language: 'zh' }],
    ['the one that it asks for', { lang: 'de', gloveLanguage: 'es' }, ['zh'], { language: 'es', tag: 'es' }],
  ])('is %s', (_, { lang, ...dataset }, languages, expected) => {
    vi.stubGlobal('document', { documentElement: { lang, dataset } });
    vi.stubGlobal('navigator', { languages });
    expect(readPageLanguage()).toEqual(expected);
  });

  it('comes with the address of texts of its own', () => {
    vi.stubGlobal('document', { documentElement: { lang: 'fr', dataset: { gloveWords: '/fr.json' } } });
    expect(readPageLanguage()).toEqual({ language: 'en', tag: 'fr', words: '/fr.json' });
  });

  it('is English on a server', () => {
    expect(readPageLanguage()).toEqual({ language: 'en' });
  });
});
