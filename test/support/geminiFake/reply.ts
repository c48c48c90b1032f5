import type { RpcStatus } from './errors.ts';

/** What goes over the wire; or nothing, until the client gives up; or a connection that is reset before a byte is sent. */
export type Reply = Body | { type: 'silence' } | { type: 'reset' };

export interface Body {
  type: 'body';
  status: number;
  contentType: string;
  /** Sent one by one, each after its delay. */
  pieces: string[];
  delaysMs: number[];
  /** What comes after the pieces: the end of the body, a connection that breaks, or nothing until the client gives up. */
  ending: 'end' | 'cut' | 'hang';
}

/** How a scripted reply is sent; numbers count the events of a stream. */
export interface Manner {
  delayMs?: number | number[] | undefined;
  cut?: number | undefined;
  hangAfter?: number | undefined;
  endAfter?: number | undefined;
  halveAfter?: number | undefined;
}

export const JSON_TYPE = 'application/json; charset=UTF-8';
export const EVENT_STREAM_TYPE = 'text/event-stream';

export function refuse(error: RpcStatus): Body {
  return jsonReply({ error }, error.code);
}

export function jsonReply(body: unknown, status = 200, manner: Manner = {}): Body {
  return unaryReply(`${JSON.stringify(body, null, 2)}\n`, manner, status);
}

/** @param name of the event: only the Interactions API names its events */
export function serverSentEvent(payload: unknown, name?: string): string {
  const data = JSON.stringify(payload);
  return name === undefined ? `data: ${data}\r\n\r\n` : `event: ${name}\ndata: ${data}\n\n`;
}

export function streamReply(events: string[], manner: Manner): Body {
  return wireReply({ status: 200, contentType: EVENT_STREAM_TYPE, pieces: events }, manner);
}

type Wire = Pick<Body, 'status' | 'contentType' | 'pieces'>;

export function wireReply(wire: Wire, manner: Manner): Body {
  return bodyOf({ ...wire, pieces: shorten(wire.pieces, manner) }, manner);
}

/** The body breaks off half-way, whatever number is given; with `halveAfter` it ends there as if it were complete. */
export function unaryReply(body: string, manner: Manner, status = 200): Body {
  const isHalf = [manner.cut, manner.hangAfter, manner.halveAfter].some((after) => after !== undefined);
  return bodyOf({ status, contentType: JSON_TYPE, pieces: [isHalf ? firstHalf(body) : body] }, manner);
}

function bodyOf({ status, contentType, pieces }: Wire, manner: Manner): Body {
  const delaysMs = pieces.map((_, index) => delayBefore(manner, index));
  return { type: 'body', status, contentType, pieces, delaysMs, ending: endingOf(manner) };
}

function endingOf({ cut, hangAfter }: Manner): Body['ending'] {
  if (cut !== undefined) return 'cut';
  return hangAfter === undefined ? 'end' : 'hang';
}

function shorten(events: string[], { cut, hangAfter, endAfter, halveAfter }: Manner): string[] {
  const whole = events.slice(0, cut ?? hangAfter ?? endAfter ?? halveAfter);
  return halveAfter === undefined ? whole : [...whole, ...events.slice(halveAfter, halveAfter + 1).map(firstHalf)];
}

function firstHalf(text: string): string {
  return text.slice(0, text.length / 2);
}

function delayBefore({ delayMs }: Manner, index: number): number {
  return (typeof delayMs === 'number' ? delayMs : delayMs?.[index]) ?? 0;
}
