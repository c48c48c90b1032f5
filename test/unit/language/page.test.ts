import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { demos, welcome } from '../../../src/language/en/welcome.ts';
import { LANGUAGES, type Language } from '../../../src/language/language.ts';
import { useLanguage } from '../../../src/language/useLanguage.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const others = (Object.keys(LANGUAGES) as Language[]).filter((language) => language !== 'en');
afterEach(() => useLanguage('en'));

it('the file of the page has the texts that are replaced, as they are in English', async () => {
  const html = await readFile(path.join(ROOT, 'index.html'), 'utf8');
  const texts = [...html.matchAll(/ data-text="(\w+)">([^<]+)</g)].map(([, key = '', text = '']) => [
    key,
    text.replace(/\s+/g, ' ').trim(),
  ]);
  expect(texts.map(([key]) => key)).toEqual(['headline', 'headlineEnd', 'intro', 'late']);
  expect(welcome).toMatchObject(Object.fromEntries(texts));
  expect(html).toContain(`<title>${welcome.title}</title>`);
  expect(html).toContain(`alt="${welcome.pictureAlt}"`);
});

it.each(others)('all demos of the list have a title, a description and a group in %s', async (language) => {
  const list = JSON.parse(await readFile(path.join(ROOT, 'public/demos/index.json'), 'utf8'));
  await useLanguage(language);
  const needed = list.demos.flatMap(({ name, group }: Record<string, string>) => [name, `${name}About`, group]);
  expect(new Set(Object.keys(demos))).toEqual(new Set(needed));
});
