import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { startServer } from './localServer.ts';

/** What answers one request. */
export type Answer = (response: ServerResponse, request: IncomingMessage) => void | Promise<void>;

/** A server on this machine that gives its answers in order, and belongs to the running test. */
export async function startScriptedServer(answers: Answer[]): Promise<{ baseUrl: string; bodies: string[] }> {
  const bodies: string[] = [];
  const { origin, close } = await startServer(async (request, response) => {
    bodies.push(await text(request));
    await answers.shift()?.(response, request);
  });
  onTestFinished(close);
  return { baseUrl: origin, bodies };
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
