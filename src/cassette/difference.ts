/** Whether `got` may stand in for `expected` although the two differ. */
type IsEquivalent = (expected: unknown, got: unknown) => boolean;

/** The first place where two JSON values differ. */
export interface Difference {
  /** Such as `contents[2].parts[0].text`. */
  path: string;
  expected: unknown;
  got: unknown;
}

/** Finds the first place where two JSON values differ; `undefined` if they are equal or equivalent. */
export function firstDifference(
  expected: unknown,
  got: unknown,
  path = '',
  isEquivalent: IsEquivalent = () => false,
): Difference | undefined {
  if (Object.is(expected, got) || isEquivalent(expected, got)) return undefined;
  if (!isContainer(expected) || !isContainer(got) || Array.isArray(expected) !== Array.isArray(got)) {
    return { path, expected, got };
  }
  for (const key of new Set([...Object.keys(expected), ...Object.keys(got)])) {
    const place = Array.isArray(expected) ? `${path}[${key}]` : `${path}.${key}`;
    const difference = firstDifference(expected[key], got[key], place, isEquivalent);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Characters of a value that a message shows, and how many of them come before the first difference of two texts. */
const SHOWN = 160;
const SHOWN_BEFORE = 40;

/** Such as `contents[0].parts[0].text: expected "1", got "2"`. Of long texts it shows the part around the first difference. */
export function describeDifference({ path, expected, got }: Difference): string {
  const common = typeof expected === 'string' && typeof got === 'string' ? commonLength(expected, got) : 0;
  const start = common > SHOWN_BEFORE * 2 ? common - SHOWN_BEFORE : 0;
  const place = start > 0 ? ` (from character ${start + 1} on)` : '';
  return `${path}: expected ${show(expected, start)}, got ${show(got, start)}${place}`;
}

function show(value: unknown, start: number): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(shorten(value.slice(start)));
  return shorten(JSON.stringify(value));
}

function shorten(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
