import * as v from 'valibot';
import type { Cassette, Exchange } from '../../../../src/cassette/format.ts';
import { type Part, PartSchema } from '../checks/schema.ts';
import { EVENT_STREAM_TYPE, JSON_TYPE, serverSentEvent } from '../reply.ts';
import type { Expectation, Script, ScriptedTurn } from './script.ts';

/**
 * Makes a script of a recorded conversation: its answers in their order, each to a client that says what was said when it was recorded.
 *
 * @param options.pace whether to wait as the recording did, or not at all. Default `'recorded'`.
 */
export function cassetteScript(
  { exchanges, model }: Cassette,
  { pace = 'recorded' }: { pace?: 'recorded' | 'instant' } = {},
): Script {
  // The fake answers requests about a stored interaction by itself.
  const asked = exchanges.filter(({ request }) => !request.path.startsWith('interactions/'));
  const turns = asked.map((exchange) => turnOf(exchange, pace));
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
  const isStream = request.path.endsWith(':streamGenerateContent') || request.interaction?.stream === true;
  const expect = request.interaction ? interactionIs(request.interaction) : contentsAre(request, isStream);
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

function contentsAre({ contents }: Exchange['request'], isStream: boolean): Expectation[] {
  return [
    { method: isStream ? 'streamGenerateContent' : 'generateContent' },
    { field: { path: 'contents', equals: contents } },
  ];
}

function interactionIs({ input, previous_interaction_id: previous }: Record<string, unknown>): Expectation[] {
  return [
    { method: 'interactions.create' },
    { field: { path: 'input', equals: input } },
    { field: { path: 'previous_interaction_id', ...(previous !== undefined && { equals: previous }) } },
  ];
}

function pieceOf({ body, text }: Chunk, isEvent: boolean): string {
  return text ?? (isEvent ? eventOf(body) : JSON.stringify(body));
}

/** The events of an interaction are named, and their data repeats the name. */
function eventOf(body: unknown): string {
  const name = Object(body).event_type;
  return `${name === undefined ? '' : `event: ${name}\r\n`}${serverSentEvent(body)}`;
}

/** What the model had said before the recording began. */
function modelPartsIn(
  contents: readonly { role?: string | undefined; parts?: readonly unknown[] | undefined }[],
): Part[] {
  const parts = contents.flatMap(({ role, parts = [] }) => (role === 'model' ? parts : []));
  return parts.filter((part): part is Part => v.is(PartSchema, part));
}
