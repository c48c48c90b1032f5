import * as v from 'valibot';
import { tryParseJson } from '../json.ts';
import type { Body, Reply } from '../reply.ts';
import { type Part, PartSchema } from './schema.ts';

const PayloadSchema = v.looseObject({
  candidates: v.array(v.looseObject({ content: v.looseObject({ parts: v.array(v.unknown()) }) })),
});

/** Every part that goes out with a reply, read back from the wire text, which a recording may have broken on purpose. */
export function issuedParts(reply: Reply): Part[] {
  if (reply.type !== 'body') return [];
  const payloads = isJson(reply) ? [reply.pieces.join('')] : reply.pieces.map(eventData);
  return payloads.flatMap((payload) => {
    const parsed = v.safeParse(PayloadSchema, tryParseJson(payload));
    return parsed.success ? parsed.output.candidates.flatMap(({ content }) => content.parts.flatMap(toPart)) : [];
  });
}

function toPart(value: unknown): Part[] {
  const parsed = v.safeParse(PartSchema, value);
  return parsed.success ? [parsed.output] : [];
}

function isJson({ contentType }: Body): boolean {
  return contentType.startsWith('application/json');
}

function eventData(event: string): string {
  return event.trim().replace(/^data:/, '');
}
