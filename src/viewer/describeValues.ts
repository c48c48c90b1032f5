/** Values of a chart in words. */
import { isJsonObject } from '../text/parseJson.ts';

/** Different texts that are named. */
const MAX_NAMED = 6;
/** Characters of a text, which is a value or a name. */
const MAX_TEXT = 60;
/** Points that are all listed. Of more, a few are. */
const MAX_LISTED = 8;
const FIRST = 3;
/** Where text that sorts as it stands begins like a date of ISO 8601. */
const DATE = /^\d{4}-\d\d/;
/** The time of a date that has none, as pandas writes it. */
const MIDNIGHT = /(?<=^\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?$/;

/** Describes what values there are: `0 to 81` for numbers and dates, `A, B, C and 4 others` for names; `undefined` if there are none. */
export function rangeOf(values: readonly unknown[]): string | undefined {
  const given = values.filter((value) => value !== null && value !== undefined);
  if (given.length === 0) return undefined;
  if (given.every((value) => typeof value === 'number')) {
    const [least, most] = [given.reduce(min), given.reduce(max)].map(shortNumber);
    return least === most ? least : `${least} to ${most}`;
  }
  const texts = [...new Set(given.map(shortValue))];
  if (texts.length > MAX_NAMED && texts.every((text) => DATE.test(text))) {
    const sorted = texts.toSorted();
    return `${sorted[0]} to ${sorted.at(-1)}`;
  }
  const others = texts.length - MAX_NAMED;
  return `${texts.slice(0, MAX_NAMED).join(', ')}${others > 0 ? ` and ${others.toLocaleString('en')} others` : ''}`;
}

/** Lists points by their values, or the first of many: `points: (A, 28), (B, 55)`. */
export function listPoints(columns: readonly (readonly unknown[])[]): string | undefined {
  const count = Math.max(0, ...columns.map(({ length }) => length));
  if (count === 0) return undefined;
  const listed = Array.from({ length: count <= MAX_LISTED ? count : FIRST }, (_, row) => {
    const values = columns.map((column) => shortValue(column[row])).join(', ');
    return columns.length > 1 ? `(${values})` : values;
  });
  return `${count > listed.length ? 'first points' : 'points'}: ${listed.join(', ')}`;
}

/** A text or a value, without line breaks, and not longer than others need it. */
export function shortValue(value: unknown): string {
  if (typeof value === 'number') return shortNumber(value);
  if (value === null || value === undefined) return 'none';
  const text = isJsonObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value);
  const line = text.replaceAll(/\s+/g, ' ').replace(MIDNIGHT, '');
  return line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line;
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function min(one: number, other: number): number {
  return Math.min(one, other);
}

function max(one: number, other: number): number {
  return Math.max(one, other);
}
