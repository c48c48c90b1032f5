import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Body, Reply } from './reply.ts';

export type Delivery = 'complete' | 'cut' | 'aborted';

/** Sends a reply at its pace. Ends as `aborted`, and never throws, when the client goes away first. */
export async function deliver(reply: Reply, response: ServerResponse): Promise<Delivery> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    switch (reply.type) {
      case 'silence':
        return await keepSilent(response, gone.signal);
      case 'reset':
        response.socket?.resetAndDestroy();
        return 'cut';
      case 'body':
        return await sendPieces(reply, response, gone.signal);
    }
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
  // A client may take what came before a connection broke for all, where it was told that the connection ends with the body.
  if (reply.ending === 'cut') response.removeHeader('Connection');
  response.writeHead(reply.status, { 'Content-Type': reply.contentType });
  response.flushHeaders();
  for (const [index, piece] of reply.pieces.entries()) {
    const delayMs = reply.delaysMs[index] ?? 0;
    if (delayMs > 0) await delay(delayMs, undefined, { signal: gone });
    if (!response.write(piece)) await once(response, 'drain', { signal: gone });
  }
  switch (reply.ending) {
    case 'hang':
      return keepSilent(response, gone);
    case 'cut':
      // What has been written arrives; the end of the body never does.
      response.socket?.destroySoon();
      return 'cut';
    case 'end':
      response.end();
      return 'complete';
  }
}
