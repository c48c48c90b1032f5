import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** What answers one request. */
export type Answer = (response: ServerResponse, request: IncomingMessage) => void | Promise<void>;

/** A server on this machine that gives its answers in order, and belongs to the running test. */
export async function startAnsweringServer(answers: Answer[]): Promise<{ baseUrl: string; bodies: string[] }> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(await text(request));
    await answers.shift()?.(response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

/** Answers with JSON. */
export function json(body: unknown, status = 200): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' });
    response.end(JSON.stringify(body, null, 2));
  };
}

/** Streams pieces, each in a packet of its own. */
export function stream(...pieces: (string | Uint8Array)[]): Answer {
  return async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces) {
      response.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    response.end();
  };
}

/** An event as the Gemini API sends it. */
export function event(body: unknown, lineEnd = '\r\n'): string {
  return `data: ${JSON.stringify(body)}${lineEnd}${lineEnd}`;
}

/** What the model says, as the body of a response. */
export function saying(text: string, finishReason?: string): object {
  const content = { parts: [{ text }], role: 'model' };
  return { candidates: [{ content, ...(finishReason && { finishReason }), index: 0 }], modelVersion: 'gemini-test' };
}
