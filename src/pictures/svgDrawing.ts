import { whyUnfitAddress } from './dataUrl.ts';

/** Elements that are drawn, each as often as it is used. A plot of ten thousand points has that many. */
const MAX_DRAWN = 200_000;
/** Elements in elements in elements, as browsers have it, and references to references. */
const DEEPEST = 512;
/** Marks above or below one letter. Languages need four. */
const MAX_MARKS = /\p{M}{30}/u;
/** What the time depends on that filters take: octaves of noise (eight are finer than a pixel), and pixels around a pixel. */
const FILTER_LIMITS: Readonly<Record<string, number>> = { numoctaves: 8, radius: 100, order: 100 };

const FILTER_NUMBERS = /\b(numOctaves|radius|order)\s*=\s*["']\s*([\d.e+]+)/gi;
const ID = /\sid\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const REFERENCES = /href\s*=\s*["']\s*#([^"'\s]+)|url\(\s*["']?#([^"')\s]+)/gi;
const DATA = /data:[^"'()<>]*/gi;

/**
 * Says why a browser had better not draw an SVG: a few kilobytes of text can take for ever, in the page's own thread. Text that is not well
 * formed is fit: browsers do not draw it.
 */
export function whyUnfitDrawing(svg: string): string | undefined {
  if (/<!ENTITY/i.test(svg)) return 'it declares entities';
  if (MAX_MARKS.test(svg)) return 'it has too many marks on one letter';
  const count = new DrawnCount();
  let styles = 0;
  for (const tag of tagsIn(decodeCharacters(svg))) {
    // A selector brings what it refers to into any number of elements; a backslash hides that.
    if (styles > 0 && /url\(|@import|\\/i.test(tag.before)) return 'its style sheet refers to something else';
    if (/^(?:.*:)?style$/i.test(tag.name) && !tag.attributes.endsWith('/')) styles += tag.isEnd ? -1 : 1;
    const reason = whyUnfitTag(tag);
    if (reason !== undefined) return reason;
    count.add(tag);
  }
  return count.drawn > MAX_DRAWN ? `it draws more than ${MAX_DRAWN.toLocaleString('en')} things` : undefined;
}

interface Tag {
  name: string;
  isEnd: boolean;
  attributes: string;
  /** Text between the tag before this one and this one. */
  before: string;
}

function whyUnfitTag({ attributes }: Tag): string | undefined {
  for (const [, name = '', value] of attributes.matchAll(FILTER_NUMBERS))
    if (Number(value) > (FILTER_LIMITS[name.toLowerCase()] ?? 0)) return 'its filters take too long';
  for (const [address] of attributes.matchAll(DATA)) {
    const reason = whyUnfitAddress(address);
    if (reason !== undefined) return `of a picture in it: ${reason}`;
  }
  return undefined;
}

/** Reads what is between angle brackets, in one go through the text: where something has no end, so has the whole. */
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

/** Where the `>` is that is in no quotes. */
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

/** As a parser of XML reads them. */
function decodeCharacters(text: string): string {
  return text.replace(/&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi, (whole, hexadecimal?: string, decimal?: string) => {
    const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}

/** An element that others can refer to, without those in it that are named themselves. */
interface Named {
  elements: number;
  within: Named[];
  references: string[];
}

/** Counts how many elements are drawn where those that refer to others draw them once more. */
class DrawnCount {
  readonly #root: Named = { elements: 0, within: [], references: [] };
  readonly #named = new Map<string, Named>();
  /** Of each open element, the nearest that is named. */
  readonly #open: Named[] = [];
  #deepest = 0;

  add({ isEnd, attributes }: Tag): void {
    if (isEnd) return void this.#open.pop();
    const above = this.#open.at(-1) ?? this.#root;
    const [, quoted, otherwise] = ID.exec(attributes) ?? [];
    const id = quoted ?? otherwise;
    const own = id === undefined ? above : { elements: 0, within: [], references: [] };
    if (own !== above) above.within.push(own);
    // Of several with one name, browsers take the first.
    if (id !== undefined && !this.#named.has(id)) this.#named.set(id, own);
    own.elements += 1;
    for (const [, link, address] of attributes.matchAll(REFERENCES)) own.references.push(link ?? address ?? '');
    if (!attributes.endsWith('/')) this.#open.push(own);
    this.#deepest = Math.max(this.#deepest, this.#open.length);
  }

  /** Infinity where it is too deep to be counted, or refers to itself. */
  get drawn(): number {
    if (this.#deepest > DEEPEST) return Number.POSITIVE_INFINITY;
    return this.#drawnWith(this.#root, new Map(), new Set());
  }

  #drawnWith(element: Named, known: Map<Named, number>, above: Set<Named>): number {
    const before = known.get(element);
    if (before !== undefined) return before;
    if (above.has(element) || above.size > DEEPEST) return Number.POSITIVE_INFINITY;
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
