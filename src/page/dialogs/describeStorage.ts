import { dialogs as words } from '../../language/en/dialogs.ts';
import { fill, fillPlural } from '../../language/fill.ts';
import { formatMegabytes } from '../../language/formatSize.ts';

/**
 * Says what the browser stores.
 *
 * @param conversations the size of each, in bytes
 * @param total the bytes that the site takes in all, if the browser tells
 */
export function describeStorage(conversations: readonly number[], total: number | undefined): string {
  const own = conversations.reduce((sum, size) => sum + size, 0);
  const count = conversations.length;
  const stored = count === 0 ? words.savedHere : fillPlural(words.stored, count, { size: formatMegabytes(own) });
  if (total === undefined || total <= own) return stored;
  return `${stored} ${fill(words.rest, { size: formatMegabytes(total - own) })}`;
}
