import { formatMegabytes } from '../../bytes/formatSize.ts';

/**
 * Says what the browser stores.
 *
 * @param conversations the size of each, in bytes
 * @param total the bytes that the site takes in all, if the browser tells
 */
export function describeStorage(conversations: readonly number[], total: number | undefined): string {
  const own = conversations.reduce((sum, size) => sum + size, 0);
  const rest =
    total !== undefined && total > own ? ` Python itself and this page take ${formatMegabytes(total - own)}.` : '';
  const count = conversations.length;
  if (count === 0) return `Conversations are saved in this browser only.${rest}`;
  const what = count === 1 ? '1 conversation' : `${count} conversations`;
  return `Saved in this browser only: ${what} with Python’s variables and files, ${formatMegabytes(own)}.${rest}`;
}
