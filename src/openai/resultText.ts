import type { FunctionResponse } from '@google/genai';

/** Writes the response of a function for the model. That of a program is its output, after the outcome if it failed. */
export function resultText({ response = {} }: FunctionResponse): string {
  const { outcome, output, error, ...rest } = response;
  if (Object.keys(rest).length > 0) return JSON.stringify(response);
  const given = error ?? output;
  const text = typeof given === 'string' ? given : JSON.stringify(given ?? response);
  if (typeof outcome !== 'string') return error === undefined ? text : `Error: ${text}`;
  if (error !== undefined) return `${outcome}\n${text}`;
  return text === '' ? 'The code ran without output.' : text;
}
