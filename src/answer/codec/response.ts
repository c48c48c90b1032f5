import type { GenerateContentResponse } from '@google/genai';

/**
 * Makes a response of its fields. The SDK's class has accessors besides, which only the Gemini client adds, to what its application gets.
 */
export function createResponse(...fields: (object | false | undefined)[]): GenerateContentResponse {
  return Object.assign({}, ...fields);
}
