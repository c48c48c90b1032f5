import { formatMegabytes } from '../../bytes/formatSize.ts';

/** Says what the browser keeps, and how much of it is the user's. Sizes are bytes; `total` is all that the site takes, if the browser tells. */
export function describeStorage(conversations: readonly number[], total: number | undefined): string {
  const own = conversations.reduce((sum, size) => sum + size, 0);
  const rest =
    total !== undefined && total > own ? ` Python itself and this page take ${formatMegabytes(total - own)}.` : '';
  const count = conversations.length;
  if (count === 0) return `Conversations are kept in this browser only.${rest}`;
  const what = count === 1 ? '1 conversation' : `${count} conversations`;
  return `Kept in this browser only: ${what} with Python’s variables and files, ${formatMegabytes(own)}.${rest}`;
}
