import { describe, expect, it } from 'vitest';
import { isFor, readFonts } from '../../../../src/sandbox/fonts/fallbackFonts.ts';
import { fontsOf } from '../../../../src/sandbox/options.ts';

const BASE = 'https://example.org/app/';
const fileFor = (characters: string) =>
  readFonts(undefined, BASE)
    .find((font) => isFor(font, characters))
    ?.url.pathname.split('/')
    .at(-1);

describe('by default', () => {
  it.each([
    ['温度', 'NotoSansHans-Regular.otf'],
    ['體溫（攝氏）', 'NotoSansHans-Regular.otf'],
    ['日本の売上', 'NotoSansJP-Regular.otf'],
    ['カタカナ', 'NotoSansJP-Regular.otf'],
    ['매출', 'NotoSansKR-Regular.otf'],
    ['📈🚀', 'NotoEmoji_400Regular.ttf'],
    ['ไทย', undefined],
  ])('%s is drawn with %s', (characters, file) => {
    expect(fileFor(characters)).toBe(file);
  });

  it('all files are of a version that can not change, and are checked', () => {
    for (const { url } of readFonts(undefined, BASE)) {
      expect(url.href).toMatch(/^https:\/\/cdn\.jsdelivr\.net\/npm\/@[^@]+@\d+\.\d+\.\d+\/.*#sha256=[0-9a-f]{64}$/);
    }
  });

  it('there are none where packages come from elsewhere than the CDN', () => {
    expect(fontsOf({})).toBeUndefined();
    expect(fontsOf({ packages: 'pypi' })).toBeUndefined();
    for (const elsewhere of [
      { packages: 'vendored' },
      { packages: ['wheels/'] },
      { distributionUrl: '/mirror/' },
    ] as const) {
      expect(fontsOf(elsewhere)).toEqual([]);
      expect(fontsOf({ ...elsewhere, fonts: [{ url: 'own.ttf' }] })).toEqual([{ url: 'own.ttf' }]);
    }
  });
});

describe('an own font', () => {
  it('has an address that is relative to the page', () => {
    expect(
      readFonts([{ url: 'own.ttf' }, { url: new URL('https://example.com/b.otf') }], BASE).map(({ url }) => url.href),
    ).toEqual(['https://example.org/app/own.ttf', 'https://example.com/b.otf']);
  });

  it.each([
    [undefined, 'a\u{10FFFF}', ''],
    ['U+41', 'A', 'B@'],
    ['u+4e00-9fff, U+30??', '一ー', 'a㈀'],
    ['U+????', '\u0000\uFFFD', '𠀀'],
  ])('with the range %s is for %s', (unicodeRange, covered, others) => {
    const [font] = readFonts([{ url: 'own.ttf', ...(unicodeRange !== undefined && { unicodeRange }) }], BASE);
    for (const character of covered) expect(font && isFor(font, character), character).toBe(true);
    for (const character of others) expect(font && isFor(font, character), character).toBe(false);
  });
});
