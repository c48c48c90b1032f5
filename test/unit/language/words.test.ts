import { afterEach, describe, expect, it } from 'vitest';
import * as english from '../../../src/language/en/index.ts';
import { fill, fillPlural, split } from '../../../src/language/fill.ts';
import { chooseLanguage, LANGUAGES, type Language } from '../../../src/language/language.ts';
import { useLanguage } from '../../../src/language/useLanguage.ts';
import { defineWords, type Plural, translate, type Words } from '../../../src/language/words.ts';

const original = structuredClone({ ...english }) as Readonly<Record<string, Words>>;
const others = (Object.keys(LANGUAGES) as Language[]).filter((language) => language !== 'en');
afterEach(() => useLanguage('en'));

describe('the texts of the interface', () => {
  it('are English until a language is chosen, then that language, and English again', async () => {
    expect(english.status.useHere).toBe('Use it here');
    await useLanguage('de');
    expect(english.status.useHere).toBe('Hier verwenden');
    await useLanguage('en');
    expect(english.status.useHere).toBe('Use it here');
  });

  it('are in the chosen language in a part that is loaded later, except for texts that it has not', () => {
    translate({ late: { run: 'Los' } });
    expect(defineWords('late', { run: 'Run', stop: 'Stop' })).toEqual({ run: 'Los', stop: 'Stop' });
  });

  it.each(others)('have the same keys and the same values in braces in %s', async (language) => {
    await useLanguage(language);
    for (const [area, words] of Object.entries<Words>(english)) {
      // The English texts of demos are in the list of demos.
      if (area === 'demos') continue;
      const texts = original[area] ?? {};
      expect(Object.keys(words), area).toEqual(Object.keys(texts));
      for (const [key, text] of Object.entries(words)) {
        expect(namesIn(text), `${area}.${key}`).toEqual(namesIn(texts[key] ?? ''));
      }
    }
  });

  it.each(others)('have all forms of a plural that %s needs', async (language) => {
    await useLanguage(language);
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories.filter((one) => one !== 'many');
    const plurals = Object.values<Words>(english).flatMap((words) => Object.values(words).filter(isPlural));
    for (const forms of plurals) expect(Object.keys(forms)).toEqual(expect.arrayContaining(needed));
  });
});

describe('a text with values', () => {
  it('has the values in place of their names, wherever a language puts them', () => {
    expect(fill('{name} has {rows} rows', { name: 'a.csv', rows: 1200 })).toBe('a.csv has 1,200 rows');
  });

  it('keeps braces in a value', () => {
    expect(fill('{a} and {b}', { a: '{b}', b: 'c' })).toBe('{b} and c');
  });

  it('has templates as parts', () => {
    const link = { template: true };
    expect(split('Get {link} first.', { link })).toEqual(['Get ', link, ' first.']);
  });

  it('agrees with its number', () => {
    const rows = { one: '{count} row', other: '{count} rows' };
    expect([0, 1, 2, 1000].map((count) => fillPlural(rows, count))).toEqual([
      '0 rows',
      '1 row',
      '2 rows',
      '1,000 rows',
    ]);
    expect(fillPlural({ one: '{count} row of {name}', other: '{count} rows of {name}' }, 2, { name: 'a' })).toBe(
      '2 rows of a',
    );
  });

  it('writes numbers as its language does', async () => {
    await useLanguage('de');
    expect(fill('{count} Zeilen', { count: 1234.5 })).toBe('1.234,5 Zeilen');
  });
});

describe('the language', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr', 'es-MX'], 'es'],
    [['zh-Hans-CN'], 'zh'],
    [['en-GB', 'de'], 'en'],
    [['fr', 'pt'], 'en'],
    [['constructor', ''], 'en'],
    [[], 'en'],
  ] as const)('for a user who reads %j is %s', (tags, language) => {
    expect(chooseLanguage(tags)).toBe(language);
  });
});

const isPlural = (text: string | Plural): text is Plural => typeof text !== 'string';

function namesIn(text: string | Plural): string[] {
  const all = isPlural(text) ? Object.values(text).join() : text;
  return [...new Set(all.match(/\{\w+\}/g))].toSorted();
}
