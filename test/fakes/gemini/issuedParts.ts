import * as v from 'valibot';
import { tryParseJson } from './json.ts';
import { JSON_TYPE, type Reply } from './respond.ts';
import { type Part, PartSchema } from './schema.ts';

const PayloadSchema = v.looseObject({
  candidates: v.array(v.looseObject({ content: v.looseObject({ parts: v.array(v.unknown()) }) })),
});

/** Every part that goes out with a reply, read back from the wire text, which a recording may have broken on purpose. */
export function issuedParts(reply: Reply): Part[] {
  if (reply.type === 'silence') return [];
  const payloads = reply.contentType === JSON_TYPE ? [reply.pieces.join('')] : reply.pieces.map(eventData);
  return payloads.flatMap((payload) => {
    const parsed = v.safeParse(PayloadSchema, tryParseJson(payload));
    return parsed.success ? parsed.output.candidates.flatMap(({ content }) => content.parts.flatMap(toPart)) : [];
  });
}

function toPart(value: unknown): Part[] {
  const parsed = v.safeParse(PartSchema, value);
  return parsed.success ? [parsed.output] : [];
}

function eventData(event: string): string {
  return event.trim().replace(/^data:/, '');
}
