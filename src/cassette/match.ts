import { GloveboxError } from '../errors.ts';
import { isJsonObject } from '../text/parseJson.ts';
import { type Difference, describeDifference, firstDifference } from './difference.ts';
import type { Cassette, Exchange } from './format.ts';
import { matchesAny } from './placeholders.ts';
import type { ReadRequest } from './request.ts';

/**
 * The cassette has no response to this request. The message names the closest exchange and the first difference.
 */
export class CassetteMismatchError extends GloveboxError {
  override readonly name = 'CassetteMismatchError';
}

/**
 * How much of a request must be as recorded: only the contents, or also the tools and the other settings.
 *
 * @inline
 */
export type Compared = 'contents' | 'request';

/**
 * Finds the exchanges of a cassette that match a request, in order.
 *
 * @throws CassetteMismatchError if there is none
 */
export function findExchanges(cassette: Cassette, request: ReadRequest, compared: Compared): Exchange[] {
  const path = request.url.pathname;
  const candidates = cassette.exchanges.filter((exchange) => path.endsWith(`/${exchange.request.path}`));
  if (candidates.length === 0) throw new CassetteMismatchError(describeUnknownPath(cassette, path));
  const differences = candidates.map((candidate) => differenceOf(candidate, request.json, compared));
  const matches = candidates.filter((_, index) => differences[index] === undefined);
  if (matches.length > 0) return matches;

  const closest = indexOfClosest(differences);
  const position = cassette.exchanges.indexOf(candidates[closest] as Exchange) + 1;
  throw new CassetteMismatchError(
    `The cassette "${cassette.name}" has no answer to this request. The closest is exchange ${position} of ` +
      `${cassette.exchanges.length}, with ${describeDifference(differences[closest] as Difference)}.`,
  );
}

function differenceOf({ request }: Exchange, json: unknown, compared: Compared): Difference | undefined {
  const { contents, ...settings } = isJsonObject(json) ? json : {};
  const difference = firstDifference(request.contents, contents, 'contents', matchesAny);
  if (difference || compared === 'contents' || request.settings === undefined) return difference;
  return firstDifference(request.settings, settings, 'settings', matchesAny);
}

function describeUnknownPath({ name, exchanges }: Cassette, path: string): string {
  const [asked = path] = /\b(models|tunedModels|endpoints)\/.*/.exec(path) ?? [];
  const known = [...new Set(exchanges.map(({ request }) => request.path))];
  return `The cassette "${name}" has no answer to ${asked}, only to ${known.join(', ') || 'no request'}.`;
}

/** The exchange whose contents agree longest; of several, the first. */
function indexOfClosest(differences: (Difference | undefined)[]): number {
  const depths = differences.map((difference) =>
    Number(/^contents\[(\d+)\]/.exec(difference?.path ?? '')?.[1] ?? Infinity),
  );
  return depths.indexOf(Math.max(...depths));
}
