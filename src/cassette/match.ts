import { GloveboxError } from '../errors.ts';
import { isJsonObject } from '../text/parseJson.ts';
import { type Difference, describeDifference, firstDifference } from './difference.ts';
import type { Cassette, Exchange } from './format.ts';
import { matchesAny } from './placeholders.ts';
import { type ReadRequest, recordedRequest } from './request.ts';

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
  const asked = recordedRequest(request);
  const candidates = cassette.exchanges.filter((exchange) => isSameMethod(exchange.request, asked));
  if (!asked || candidates.length === 0) throw new CassetteMismatchError(describeUnknownPath(cassette, request));
  const differences = candidates.map((candidate) => differenceOf(candidate.request, asked, compared));
  const matches = candidates.filter((_, index) => differences[index] === undefined);
  if (matches.length > 0) return matches;

  const closest = indexOfClosest(differences);
  const position = cassette.exchanges.indexOf(candidates[closest] as Exchange) + 1;
  throw new CassetteMismatchError(
    `The cassette "${cassette.name}" has no answer to this request. The closest is exchange ${position} of ` +
      `${cassette.exchanges.length}, with ${describeDifference(differences[closest] as Difference)}.`,
  );
}

type Request = Exchange['request'];

function isSameMethod(recorded: Request, asked: Request | undefined): boolean {
  return recorded.path === asked?.path && recorded.method === asked.method;
}

function differenceOf(recorded: Request, asked: Request, compared: Compared): Difference | undefined {
  const difference = recorded.interaction
    ? firstDifference(numberIds(recorded.interaction), numberIds(asked.interaction), 'interaction', matchesAny)
    : firstDifference(recorded.contents, asked.contents, 'contents', matchesAny);
  if (difference || compared === 'contents' || recorded.settings === undefined) return difference;
  return firstDifference(recorded.settings, asked.settings, 'settings', matchesAny);
}

/** Numbers the ids of steps in the order in which they first come: a client that makes ids makes others each time. */
function numberIds(interaction: Request['interaction']): unknown {
  const numbers = new Map<unknown, number>();
  const numberId = (value: unknown): number => {
    if (!numbers.has(value)) numbers.set(value, numbers.size + 1);
    return numbers.get(value) ?? 0;
  };
  const { input } = interaction ?? {};
  if (!Array.isArray(input)) return interaction;
  const numbered = input.map((step: unknown) => {
    const ids = isJsonObject(step) ? Object.entries(step).filter(([name]) => name === 'id' || name === 'call_id') : [];
    return ids.length === 0
      ? step
      : Object.assign({}, step, Object.fromEntries(ids.map(([name, id]) => [name, numberId(id)])));
  });
  return { ...interaction, input: numbered };
}

function describeUnknownPath({ name, exchanges }: Cassette, { url: { pathname } }: ReadRequest): string {
  const [asked = pathname] = /\b(models|tunedModels|endpoints|interactions)\b.*/.exec(pathname) ?? [];
  const known = [...new Set(exchanges.map(({ request }) => request.path))];
  return `The cassette "${name}" has no answer to ${asked}, only to ${known.join(', ') || 'no request'}.`;
}

/** The exchange whose conversation agrees longest; of several, the first. */
function indexOfClosest(differences: (Difference | undefined)[]): number {
  const depths = differences.map(({ path } = { path: '', expected: undefined, got: undefined }) =>
    path.startsWith('settings') ? Infinity : Number(/\[(\d+)\]/.exec(path)?.[1] ?? -1),
  );
  return depths.indexOf(Math.max(...depths));
}
