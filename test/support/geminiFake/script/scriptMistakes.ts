import type * as v from 'valibot';

/** Says what is wrong with a script and where: `turns[1].delayMs: expected a number, got "fast"`. */
export function mistakeIn(issue: v.BaseIssue<unknown>): string {
  const keys = (issue.path ?? []).map(({ key }) => key);
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return `${placeOf(keys.slice(0, -1))}: unknown name "${keys.at(-1)}"`;
  }
  if (issue.type === 'check') return `${placeOf(keys)}: ${issue.message}`;
  return `${placeOf(keys)}: expected ${issue.message}, got ${shorten(JSON.stringify(issue.input) ?? 'nothing')}`;
}

function placeOf(keys: readonly unknown[]): string {
  if (keys.length === 0) return 'the script';
  return keys
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
