import type { Cassette, Exchange } from '../src/cassette/format.ts';

/** Pauses in ms: before the first word, before each piece after it, before a program. */
const PAUSES = { answer: 600, piece: 60, program: 700 };

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
 * Makes a recording of a scripted model the same each time. Ids count up, and the pace is that of a model. Settings are left out because no
 * demo compares them, and token counts because no tokens were used.
 */
export function normalizeCassette(cassette: Cassette): Cassette {
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
        return { after: index === 0 ? PAUSES.answer : isProgram(rest) ? PAUSES.program : PAUSES.piece, body: rest };
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
