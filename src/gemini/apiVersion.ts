import { ApiError } from '@google/genai';
import { isJsonObject, parseJson } from '../text/parseJson.ts';

const ADVICE =
  "This version of the API may lack fields that this library needs. `new GoogleGenAI({ apiKey, apiVersion: 'v1beta' })` uses one that has them.";

/**
 * Adds advice to the error of an API version that refuses an unknown field: the SDK uses `v1`, and some fields exist
 * only in `v1beta`.
 *
 * @see https://ai.google.dev/gemini-api/docs/api-versions
 */
export function explainUnknownField(error: unknown): unknown {
  if (!(error instanceof ApiError) || error.status !== 400) return error;
  if (!/Unknown name .*Cannot find field/s.test(error.message)) return error;
  return Object.assign(new ApiError({ status: error.status, message: addTo(error.message) }), { cause: error });
}

/** The SDK's message is the body of the response, which programs parse as JSON. */
function addTo(message: string): string {
  const body = parseJson(message);
  if (!isJsonObject(body) || !isJsonObject(body.error)) return `${message} ${ADVICE}`;
  return JSON.stringify({ ...body, error: { ...body.error, message: `${body.error.message} ${ADVICE}` } });
}
