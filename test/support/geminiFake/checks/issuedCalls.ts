import { isDeepStrictEqual } from 'node:util';
import { fakeRefusal, firstRefusal, type Verdict } from '../errors.ts';
import { type GeminiModel, isGemini3OrLater } from '../models.ts';
import { functionCallsIn } from './contents.ts';
import type { Content, FunctionCall, Part } from './schema.ts';

/**
 * The fake's own strictness: a call comes back as it was issued. The server cannot know a call that carries no
 * signature, but "return the whole response with all parts" is the documented rule, and a changed call misleads the model.
 */
export function callsAreAsIssued(contents: readonly Content[], issued: readonly Part[], model: GeminiModel): Verdict {
  const issuedCalls = issued.flatMap((part) => part.functionCall ?? []);
  const calls = contents.flatMap((content) => functionCallsIn(content));
  return firstRefusal(calls.map((call) => () => isAsIssued(call, issuedCalls, model)));
}

function isAsIssued(call: FunctionCall, issued: readonly FunctionCall[], model: GeminiModel): Verdict {
  const original = call.id === undefined ? undefined : issued.find((candidate) => candidate.id === call.id);
  if (original) return isUnchanged(call, original);
  // Before Gemini 3 the server gives no ids, and accepts those a client makes up (vercel/ai issue-16072).
  if (!isGemini3OrLater(model)) return undefined;
  return call.id === undefined ? keptItsId(call, issued) : fakeRefusal(`functionCall.id "${call.id}" was never issued`);
}

function isUnchanged(call: FunctionCall, original: FunctionCall): Verdict {
  if (isDeepStrictEqual(call, original)) return undefined;
  return fakeRefusal(
    `functionCall "${call.id}" was issued as ${JSON.stringify(original)}, came back as ${JSON.stringify(call)}`,
  );
}

function keptItsId(call: FunctionCall, issued: readonly FunctionCall[]): Verdict {
  const original = issued.find(({ id, ...rest }) => id !== undefined && isDeepStrictEqual(rest, call));
  return original && fakeRefusal(`functionCall "${call.name}" has lost its id "${original.id}"`);
}
