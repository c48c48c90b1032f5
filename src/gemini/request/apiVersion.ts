import { ApiError } from '@google/genai';
import { isJsonObject, parseJson } from '../../text/parseJson.ts';

const WAY_OUT =
  "This version of the API may not know what running code here takes. `new GoogleGenAI({ apiKey, apiVersion: 'v1beta' })` asks one that does.";

/**
 * Names the way out where a version of the API refuses a field that it does not know: the SDK asks `v1`, and some fields were made for
 * `v1beta` alone.
 *
 * @see https://ai.google.dev/gemini-api/docs/api-versions
 */
export function explainUnknownField(error: unknown): unknown {
  if (!(error instanceof ApiError) || error.status !== 400) return error;
  if (!/Unknown name .*Cannot find field/s.test(error.message)) return error;
  return Object.assign(new ApiError({ status: error.status, message: addTo(error.message) }), { cause: error });
}

/** The message is the body of the response as the SDK has it, which programs read as JSON. */
function addTo(message: string): string {
  const body = parseJson(message);
  if (!isJsonObject(body) || !isJsonObject(body.error)) return `${message} ${WAY_OUT}`;
  return JSON.stringify({ ...body, error: { ...body.error, message: `${body.error.message} ${WAY_OUT}` } });
}
