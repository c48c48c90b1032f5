import { InvalidOptionError } from '../../errors.ts';

/** A font that figures of matplotlib fall back to. */
export interface FallbackFont {
  /**
   * The file: TrueType or OpenType (`.ttf`, `.otf`, `.ttc`), not WOFF. With `#sha256=…`, the hash in hexadecimal, it is checked. Its server has to
   * allow requests from other sites (CORS).
   */
  url: string | URL;
  /**
   * The characters that it is downloaded for, as in CSS: `U+3041-30FF, U+31??`.
   * @default all
   * @see https://developer.mozilla.org/en-US/docs/Web/CSS/@font-face/unicode-range
   */
  unicodeRange?: string;
}

/** A {@link FallbackFont}, checked. */
export interface Font {
  url: URL;
  /** The first and the last code point of each range. */
  ranges: readonly (readonly [first: number, last: number])[];
}

const JSDELIVR = 'https://cdn.jsdelivr.net/npm/';

/**
 * Fonts of the Noto project, which are free (SIL Open Font License). A label with kana is Japanese, also if it has Chinese characters, which the
 * font for Chinese is only for if no other has them.
 */
const DEFAULT_FONTS: readonly FallbackFont[] = [
  {
    url: `${JSDELIVR}@embedpdf/fonts-jp@1.0.0/fonts/NotoSansJP-Regular.otf#sha256=dcc75e20d91d09c793fa5a97c9c7678e8b580d0fc255314cbc45c08b075f46f1`,
    unicodeRange: 'U+3041-30FF, U+31F0-31FF, U+FF66-FF9F',
  },
  {
    url: `${JSDELIVR}@embedpdf/fonts-kr@1.0.0/fonts/NotoSansKR-Regular.otf#sha256=ff59f91fe8d6e6246f548bb67bf371810af3d5cc53b65e8680461fabd043b506`,
    unicodeRange: 'U+11??, U+3131-318E, U+A960-A97C, U+AC00-D7FB',
  },
  {
    url: `${JSDELIVR}@expo-google-fonts/noto-emoji@0.4.7/400Regular/NotoEmoji_400Regular.ttf#sha256=24aaa2a20c9c06ffe9bf04284bfd1f14376a329d10122f902abe2770817eb504`,
    unicodeRange: 'U+231A-23FA, U+24C2, U+26BD-27BF, U+2934-2935, U+2B1B-2B55, U+1F000-1FAFF',
  },
  {
    url: `${JSDELIVR}@embedpdf/fonts-sc@1.0.0/fonts/NotoSansHans-Regular.otf#sha256=7db3c634bbd0301b3082a80ffcac2f422e8ef9ce0730f8b279c3e8f756598f68`,
    unicodeRange: 'U+2E80-9FFF, U+F900-FAFF, U+FE30-FE4F, U+FF00-FFEF',
  },
];

const ALL = 'U+0-10FFFF';
const RANGE = /^U\+(?:([0-9A-F]{1,6})-([0-9A-F]{1,6})|([0-9A-F]{0,6}\?{0,6}))$/i;

/**
 * @param fonts the option; the default's if it is `undefined`
 * @param base resolves relative addresses
 * @throws InvalidOptionError
 */
export function readFonts(fonts: readonly FallbackFont[] = DEFAULT_FONTS, base = document.baseURI): Font[] {
  if (!Array.isArray(fonts)) throw invalid(fonts);
  return fonts.map((font: Partial<FallbackFont> | null) => {
    const url = String(font?.url);
    if (font?.url === undefined || !URL.canParse(url, base)) throw invalid(font);
    return { url: new URL(url, base), ranges: (font.unicodeRange ?? ALL).split(',').map(readRange) };
  });
}

/** Whether a font is for one of these characters. */
export function isFor({ ranges }: Font, characters: string): boolean {
  return Array.from(characters).some((character) => {
    const code = character.codePointAt(0) ?? 0;
    return ranges.some(([first, last]) => first <= code && code <= last);
  });
}

/** @see https://drafts.csswg.org/css-syntax/#urange */
function readRange(text: string): [first: number, last: number] {
  const [, from, to, digits = ''] = RANGE.exec(text.trim()) ?? [];
  if (from !== undefined && to !== undefined) return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  if (digits === '' || digits.length > 6) {
    throw new InvalidOptionError(
      `The option \`fonts\` takes ranges of characters as in CSS, such as 'U+4E00-9FFF, U+30??', not ${JSON.stringify(text)}.`,
    );
  }
  return [Number.parseInt(digits.replaceAll('?', '0'), 16), Number.parseInt(digits.replaceAll('?', 'F'), 16)];
}

function invalid(value: unknown): InvalidOptionError {
  return new InvalidOptionError(
    `The option \`fonts\` takes a list of fonts such as { url: 'fonts/NotoSansSC.otf' }, not ${JSON.stringify(value)}.`,
  );
}
