import type { Cassette, Exchange } from '../src/cassette/format.ts';

/** Milliseconds that a reader waits: for the first word, for each of the pieces after it, for a program. */
const WAITS = { answer: 600, piece: 60, program: 700 };

interface Part {
  functionCall?: { id?: string };
  functionResponse?: { id?: string };
}

interface Body {
  candidates?: { content?: { parts?: Part[] } }[];
  usageMetadata?: unknown;
  modelVersion?: unknown;
  responseId?: unknown;
}

/**
 * What is left of a recording whose model was a script: the same each time it is made. Ids count up, the pace is that of a model, and
 * settings, which no demo compares, and token counts, which nobody paid for, are left out.
 */
export function asWritten(cassette: Cassette): Cassette {
  const ids = new Map<string, string>();
  const exchanges = cassette.exchanges.map((exchange) => rewrite(exchange));
  return renameIds({ ...cassette, origin: 'written', exchanges }, ids);
}

function rewrite({ request: { path, contents }, response: { status, chunks } }: Exchange): Exchange {
  return {
    request: { path, contents },
    response: {
      status,
      chunks: chunks.map(({ body }, index) => {
        const { usageMetadata: _, ...rest } = body as Body;
        return { after: index === 0 ? WAITS.answer : isProgram(rest) ? WAITS.program : WAITS.piece, body: rest };
      }),
    },
  };
}

function isProgram({ candidates }: Body): boolean {
  return candidates?.[0]?.content?.parts?.some(({ functionCall }) => functionCall) ?? false;
}

function renameIds(value: Cassette, ids: Map<string, string>): Cassette;
function renameIds(value: unknown, ids: Map<string, string>): unknown;
function renameIds(value: unknown, ids: Map<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => renameIds(item, ids));
  if (typeof value !== 'object' || value === null) return value;
  const { functionCall, functionResponse } = value as Part;
  const id = functionCall?.id ?? functionResponse?.id;
  if (id !== undefined && !ids.has(id)) ids.set(id, `call-${ids.size + 1}`);
  const renamed = Object.entries(value).map(([key, item]) => {
    const inner = renameIds(item, ids);
    const isCall = key === 'functionCall' || key === 'functionResponse';
    return [key, isCall && id !== undefined ? { ...(inner as object), id: ids.get(id) } : inner];
  });
  return Object.fromEntries(renamed);
}
