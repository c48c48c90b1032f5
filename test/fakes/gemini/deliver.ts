import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Body, Reply } from './respond.ts';

export type Delivery = 'complete' | 'cut' | 'aborted';

/** Sends a reply at its pace. Ends as `aborted`, and never throws, when the client goes away first. */
export async function deliver(reply: Reply, response: ServerResponse): Promise<Delivery> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    return reply.type === 'silence'
      ? await keepSilent(response, gone.signal)
      : await sendPieces(reply, response, gone.signal);
  } catch (error) {
    if (gone.signal.aborted || response.destroyed) return 'aborted';
    throw error;
  }
}

async function keepSilent(response: ServerResponse, gone: AbortSignal): Promise<Delivery> {
  if (!response.destroyed) await once(gone, 'abort');
  return 'aborted';
}

async function sendPieces(reply: Body, response: ServerResponse, gone: AbortSignal): Promise<Delivery> {
  response.writeHead(reply.status, { 'Content-Type': reply.contentType });
  response.flushHeaders();
  for (const [index, piece] of reply.pieces.slice(0, reply.cutAfter).entries()) {
    const delayMs = reply.delaysMs[index] ?? 0;
    if (delayMs > 0) await delay(delayMs, undefined, { signal: gone });
    if (!response.write(piece)) await once(response, 'drain', { signal: gone });
  }
  if (reply.cutAfter === undefined) {
    response.end();
    return 'complete';
  }
  // What has been written arrives; the end of the body never does.
  response.socket?.destroySoon();
  return 'cut';
}
