import { locale } from './language.ts';
import type { Plural } from './words.ts';

/** The names in braces: `'count' | 'name'` for `'{count} rows of {name}'`. */
type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** The texts of a plural in one union. */
type TextOf<Forms extends Plural> = Extract<Forms[keyof Forms], string>;

/** Returns a text with values in place of their names in braces. */
export function fill<Text extends string>(text: Text, values: Record<Names<Text>, string | number>): string {
  return split(text, values).join('');
}

/**
 * Returns a text with values in place of their names in braces, as parts: a value may be a template.
 *
 * @returns the parts in order, for a child expression of a template
 */
export function split<Text extends string>(text: Text, values: Record<Names<Text>, unknown>): unknown[] {
  const byName: Record<string, unknown> = values;
  return text.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 0 ? part : show(byName[part])));
}

/** Returns the text for a number, which it calls `{count}`. */
export function fillPlural<const Forms extends Plural>(
  forms: Forms,
  count: number,
  ...[values]: Exclude<Names<TextOf<Forms>>, 'count'> extends never
    ? []
    : [Record<Exclude<Names<TextOf<Forms>>, 'count'>, string | number>]
): string {
  const byCategory: Plural = forms;
  const text = byCategory[new Intl.PluralRules(locale()).select(count)] ?? byCategory.other;
  return split(text, { ...values, count } as Record<string, unknown>).join('');
}

function show(value: unknown): unknown {
  return typeof value === 'number' ? value.toLocaleString(locale()) : value;
}
