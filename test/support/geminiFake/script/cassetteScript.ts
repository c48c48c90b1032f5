import * as v from 'valibot';
import type { Cassette, Exchange } from '../../../../src/cassette/format.ts';
import { type Part, PartSchema } from '../checks/schema.ts';
import { EVENT_STREAM_TYPE, JSON_TYPE, serverSentEvent } from '../reply.ts';
import type { Script, ScriptedTurn } from './script.ts';

/**
 * Makes a script of a recorded conversation: its answers in their order, each to a client that says what was said when it was recorded.
 *
 * @param options.pace whether to wait as the recording did, or not at all. Default `'recorded'`.
 */
export function cassetteScript(
  { exchanges, model }: Cassette,
  { pace = 'recorded' }: { pace?: 'recorded' | 'instant' } = {},
): Script {
  const turns = exchanges.map((exchange) => turnOf(exchange, pace));
  return { model, turns, issuedBefore: modelPartsIn(exchanges[0]?.request.contents ?? []) };
}

/** What newer cassettes may have and older ones never do. */
interface Chunk {
  body?: unknown;
  text?: string;
}
interface Answer {
  status: number;
  contentType?: string;
  ending?: 'complete' | 'broken' | 'aborted';
}

function turnOf({ request, response }: Exchange, pace: 'recorded' | 'instant'): ScriptedTurn {
  const isStream = request.path.endsWith(':streamGenerateContent');
  const expect: ScriptedTurn['expect'] = [
    { method: isStream ? 'streamGenerateContent' : 'generateContent' },
    { field: { path: 'contents', equals: request.contents } },
  ];
  const { status, ending, contentType }: Answer = response;
  if (status === 0) return ending === 'aborted' ? { expect, hang: true } : { expect, reset: true };

  const type = contentType ?? (isStream && status === 200 ? EVENT_STREAM_TYPE : JSON_TYPE);
  const pieces = response.chunks.map((chunk) => pieceOf(chunk, type.startsWith(EVENT_STREAM_TYPE)));
  return {
    expect,
    wire: { status, contentType: type, pieces },
    delayMs: pace === 'recorded' ? response.chunks.map(({ after }) => after) : 0,
    ...(ending === 'broken' && { cut: pieces.length }),
    ...(ending === 'aborted' && { hangAfter: pieces.length }),
  };
}

function pieceOf({ body, text }: Chunk, isEvent: boolean): string {
  return text ?? (isEvent ? serverSentEvent(body) : JSON.stringify(body));
}

/** What the model had said before the recording began. */
function modelPartsIn(
  contents: readonly { role?: string | undefined; parts?: readonly unknown[] | undefined }[],
): Part[] {
  const parts = contents.flatMap(({ role, parts = [] }) => (role === 'model' ? parts : []));
  return parts.filter((part): part is Part => v.is(PartSchema, part));
}
