/**
 * Responses of the Gemini API, as text: those of this project, which have the shapes of what was recorded from the real API, and, on a
 * machine that has them in `../shared/fixtures/gemini`, those recordings.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { GenerateContentResponse } from '@google/genai';

/** One response as JSON, or the server-sent events of a stream. */
export interface Payload {
  /** Of its file. */
  name: string;
  text: string;
  isStream: boolean;
  /** Whether the API answered with a status of its own. */
  isError: boolean;
}

const OWN = new URL('payloads/', import.meta.url);
const RECORDED = new URL('../../../shared/fixtures/gemini/', import.meta.url);

export const OWN_PAYLOADS = readFolder(OWN);
/** None on a machine that does not have them. */
export const RECORDED_PAYLOADS = existsSync(RECORDED) ? readFolder(RECORDED) : [];

if (RECORDED_PAYLOADS.length === 0)
  console.warn('Skipped what the API was recorded to say: no ../shared/fixtures/gemini.');

function readFolder(folder: URL): Payload[] {
  return readdirSync(folder).map((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const isStream = name.endsWith('.txt');
    return { name, text, isStream, isError: !isStream && 'error' in JSON.parse(text) };
  });
}

/** The text of one of the project's own payloads. */
export function payloadText(name: string): string {
  return readFileSync(new URL(name, OWN), 'utf8');
}

/** The response of a payload, or the chunks of its stream. */
export function responsesIn({ text, isStream }: Payload): Partial<GenerateContentResponse>[] {
  if (!isStream) return [JSON.parse(text)];
  return text
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => JSON.parse(line.slice('data:'.length)));
}

/** The response, or the chunks, of one of the project's own payloads. */
export function readPayload(name: string): Partial<GenerateContentResponse>[] {
  return responsesIn({ name, text: payloadText(name), isStream: name.endsWith('.txt'), isError: false });
}
