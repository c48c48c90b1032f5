import { GloveboxError } from '../errors.ts';
import { isJsonObject } from '../text/parseJson.ts';
import { type Difference, describeDifference, firstDifference } from './difference.ts';
import type { Cassette, Exchange } from './format.ts';
import { standsForAny } from './placeholders.ts';
import type { ReadRequest } from './request.ts';

/**
 * The client sent something else than what the cassette has an answer to. The message names the exchange that comes closest, and the
 * first difference.
 */
export class CassetteMismatchError extends GloveboxError {
  override readonly name = 'CassetteMismatchError';
}

/**
 * What of a request must be as it was recorded: what was said, or the tools and the other settings too.
 *
 * @inline
 */
export type Compared = 'contents' | 'request';

/**
 * Finds the exchanges of a cassette that answer a request, in order.
 *
 * @throws CassetteMismatchError where there is none
 */
export function findExchanges(cassette: Cassette, request: ReadRequest, compared: Compared): Exchange[] {
  const path = request.url.pathname;
  const candidates = cassette.exchanges.filter((exchange) => path.endsWith(`/${exchange.request.path}`));
  if (candidates.length === 0) throw new CassetteMismatchError(describeStranger(cassette, path));
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
  const difference = firstDifference(request.contents, contents, 'contents', standsForAny);
  if (difference || compared === 'contents' || request.settings === undefined) return difference;
  return firstDifference(request.settings, settings, 'settings', standsForAny);
}

function describeStranger({ name, exchanges }: Cassette, path: string): string {
  const [asked = path] = /\b(models|tunedModels|endpoints)\/.*/.exec(path) ?? [];
  const known = [...new Set(exchanges.map(({ request }) => request.path))];
  return `The cassette "${name}" has no answer to ${asked}, only to ${known.join(', ') || 'nothing at all'}.`;
}

/** The exchange that agrees longest is the one that was meant; of several, the first. */
function indexOfClosest(differences: (Difference | undefined)[]): number {
  const depths = differences.map((difference) =>
    Number(/^contents\[(\d+)\]/.exec(difference?.path ?? '')?.[1] ?? Infinity),
  );
  return depths.indexOf(Math.max(...depths));
}
