import { whyUnfitAddress } from './dataUrl.ts';
import type { Unfit } from './unfit.ts';

/** Drawn elements, each counted as often as it is used. A plot of ten thousand points stays below. */
const MAX_DRAWN = 200_000;
/** Nesting of elements and of references, as in browsers. */
const MAX_DEPTH = 512;
/** Combining marks on one letter. Languages need four. */
const MAX_MARKS = /\p{M}{30}/u;
/** Parameters that the cost of filters depends on: octaves of noise (eight are finer than a pixel), and the pixels around each pixel. */
const FILTER_LIMITS: Readonly<Record<string, number>> = { numoctaves: 8, radius: 100, order: 100 };

const FILTER_NUMBERS = /\b(numOctaves|radius|order)\s*=\s*["']\s*([\d.e+]+)/gi;
const ID = /\sid\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const REFERENCES = /href\s*=\s*["']\s*#([^"'\s]+)|url\(\s*["']?#([^"')\s]+)/gi;
const DATA = /data:[^"'()<>]*/gi;

/**
 * Says why a browser should not draw an SVG: a few kilobytes of text can block the page's thread. Malformed text is fit, since
 * browsers do not draw it.
 */
export function whyUnfitDrawing(svg: string): Unfit | undefined {
  if (/<!ENTITY/i.test(svg)) return { why: 'entities' };
  if (MAX_MARKS.test(svg)) return { why: 'marks' };
  const count = new DrawnCount();
  let styles = 0;
  for (const tag of tagsIn(decodeCharacters(svg))) {
    // A rule can apply a reference to any number of elements, and a backslash can hide the reference.
    if (styles > 0 && /url\(|@import|\\/i.test(tag.before)) return { why: 'styleSheet' };
    if (/^(?:.*:)?style$/i.test(tag.name) && !tag.attributes.endsWith('/')) styles += tag.isEnd ? -1 : 1;
    const unfit = whyUnfitTag(tag);
    if (unfit) return unfit;
    count.add(tag);
  }
  return count.drawn > MAX_DRAWN ? { why: 'elements', limit: MAX_DRAWN } : undefined;
}

interface Tag {
  name: string;
  isEnd: boolean;
  attributes: string;
  /** Text between the tag before this one and this one. */
  before: string;
}

function whyUnfitTag({ attributes }: Tag): Unfit | undefined {
  for (const [, name = '', value] of attributes.matchAll(FILTER_NUMBERS))
    if (Number(value) > (FILTER_LIMITS[name.toLowerCase()] ?? 0)) return { why: 'filters' };
  for (const [address] of attributes.matchAll(DATA)) {
    const unfit = whyUnfitAddress(address);
    if (unfit) return { why: 'inside', unfit };
  }
  return undefined;
}

/** Reads the tags in one pass through the text. Stops at a tag or comment that does not end, as parsers do. */
function* tagsIn(text: string): Generator<Tag> {
  let at = text.indexOf('<');
  let last = 0;
  while (at !== -1) {
    const skipped = SKIPPED.find(([start]) => text.startsWith(start, at));
    const end = skipped ? text.indexOf(skipped[1], at) : endOfTag(text, at);
    if (end === -1) return;
    if (!skipped) {
      yield readTag(text.slice(at + 1, end), text.slice(last, at));
      last = end;
    }
    at = text.indexOf('<', end);
  }
}

const SKIPPED = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

/** The index of the `>` outside of quotes; -1 if there is none. */
function endOfTag(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '>') return at;
    if (character !== '"' && character !== "'") continue;
    at = text.indexOf(character, at + 1);
    if (at === -1) return -1;
  }
  return -1;
}

function readTag(inside: string, before: string): Tag {
  const [, slash = '', name = ''] = /^(\/?)\s*([^\s/]*)/.exec(inside) ?? [];
  return { name, isEnd: slash !== '', attributes: inside, before };
}

/** Decodes character references as an XML parser does. */
function decodeCharacters(text: string): string {
  return text.replace(/&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi, (whole, hexadecimal?: string, decimal?: string) => {
    const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}

/** An element that others can refer to, counted without the named elements inside it. */
interface Named {
  elements: number;
  within: Named[];
  references: string[];
}

/** Counts the drawn elements. An element that refers to another draws it once more. */
class DrawnCount {
  readonly #root: Named = { elements: 0, within: [], references: [] };
  readonly #named = new Map<string, Named>();
  /** The nearest named element of each open element. */
  readonly #open: Named[] = [];
  #deepest = 0;

  add({ isEnd, attributes }: Tag): void {
    if (isEnd) return void this.#open.pop();
    const above = this.#open.at(-1) ?? this.#root;
    const [, quoted, otherwise] = ID.exec(attributes) ?? [];
    const id = quoted ?? otherwise;
    const own = id === undefined ? above : { elements: 0, within: [], references: [] };
    if (own !== above) above.within.push(own);
    // Browsers use the first of several elements with one id.
    if (id !== undefined && !this.#named.has(id)) this.#named.set(id, own);
    own.elements += 1;
    for (const [, link, address] of attributes.matchAll(REFERENCES)) own.references.push(link ?? address ?? '');
    if (!attributes.endsWith('/')) this.#open.push(own);
    this.#deepest = Math.max(this.#deepest, this.#open.length);
  }

  /** Infinity if the drawing is nested too deeply or refers to itself. */
  get drawn(): number {
    if (this.#deepest > MAX_DEPTH) return Number.POSITIVE_INFINITY;
    return this.#drawnWith(this.#root, new Map(), new Set());
  }

  #drawnWith(element: Named, known: Map<Named, number>, above: Set<Named>): number {
    const before = known.get(element);
    if (before !== undefined) return before;
    if (above.has(element) || above.size > MAX_DEPTH) return Number.POSITIVE_INFINITY;
    above.add(element);
    const targets = element.references.flatMap((reference) => this.#named.get(reference) ?? []);
    const drawn = [...element.within, ...targets].reduce(
      (sum, each) => sum + this.#drawnWith(each, known, above),
      element.elements,
    );
    above.delete(element);
    known.set(element, drawn);
    return drawn;
  }
}
