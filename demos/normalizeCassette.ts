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
  event_type?: string;
  delta?: { type?: string };
  interaction?: { usage?: unknown; created?: unknown; updated?: unknown };
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

function rewrite({ request: { settings: _, ...asked }, response: { status, chunks } }: Exchange): Exchange {
  const rewritten = chunks.map((chunk, index) => {
    const after = index === 0 ? PAUSES.answer : pauseBefore(chunk.body as Body | undefined);
    return { ...chunk, after, ...(chunk.body !== undefined && { body: withoutUsage(chunk.body as Body) }) };
  });
  return { request: asked, response: { status, chunks: rewritten } };
}

function pauseBefore({ candidates, event_type: event, delta }: Body = {}): number {
  if (candidates)
    return candidates[0]?.content?.parts?.some(({ functionCall }) => functionCall) ? PAUSES.program : PAUSES.piece;
  if (event !== 'step.delta') return 0;
  return delta?.type === 'arguments_delta' ? PAUSES.program : delta?.type === 'text' ? PAUSES.piece : 0;
}

function withoutUsage({ usageMetadata: _, interaction, ...body }: Body): Body {
  if (!interaction) return body;
  const { usage: __, created: ___, updated: ____, ...rest } = interaction;
  return { ...body, interaction: rest };
}

function renameIds(value: Cassette, ids: Map<string, string>): Cassette;
function renameIds(value: unknown, ids: Map<string, string>): unknown;
function renameIds(value: unknown, ids: Map<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => renameIds(item, ids));
  if (typeof value !== 'object' || value === null) return value;
  const { functionCall, functionResponse } = value as Part;
  const id = functionCall?.id ?? functionResponse?.id;
  const renamed = Object.entries(value).map(([key, item]) => {
    const inner = renameIds(item, ids);
    const isCall = key === 'functionCall' || key === 'functionResponse';
    if (isCall && id !== undefined) return [key, { ...(inner as object), id: renameId(id, ids) }];
    return [key, isStepId(key, value as Step) && typeof item === 'string' ? renameId(item, ids) : inner];
  });
  return Object.fromEntries(renamed);
}

interface Step {
  type?: unknown;
}

function isStepId(key: string, { type }: Step): boolean {
  return (key === 'id' && type === 'function_call') || (key === 'call_id' && type === 'function_result');
}

function renameId(id: string, ids: Map<string, string>): string {
  const renamed = ids.get(id) ?? `call-${ids.size + 1}`;
  ids.set(id, renamed);
  return renamed;
}
