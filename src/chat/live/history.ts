import type { Content, Part } from '@google/genai';
import { encodeData, encodeNamed } from '../../gemini/interactions/encodeData.ts';
import { encodeSteps } from '../../gemini/interactions/encodeSteps.ts';
import { readInput } from '../../gemini/interactions/readInput.ts';
import type { Block, Step } from '../../gemini/interactions/wire.ts';

/** What the model was asked and has answered so far, in the form of one API: contents of `generateContent`, or steps of interactions. */
export type History = readonly Content[] | readonly Step[];

function isSteps(history: History): history is readonly Step[] {
  const [first] = history;
  return first !== undefined && 'type' in first;
}

/** Returns a history as contents. Thoughts of steps stay behind: a signature holds for its own API only. */
export function contentsOf(history: History): Content[] {
  return isSteps(history) ? plainContents(readInput(history)) : [...history];
}

/** Returns a history for another provider: without thoughts, signatures, ids and whatever else only its own understands. */
export function historyForOthers(history: History): Content[] {
  return plainContents(contentsOf(history));
}

function plainContents(contents: readonly Content[]): Content[] {
  return contents.flatMap(({ role = 'user', parts = [] }) => {
    const kept = parts.filter(({ thought }) => !thought).flatMap(withoutSource);
    return kept.length > 0 ? [{ role, parts: kept }] : [];
  });
}

/** Keeps what every API understands. Steps of Google's other tools have no part. */
function withoutSource({ text, inlineData, fileData, executableCode, codeExecutionResult }: Part): Part[] {
  if (executableCode) return [{ executableCode: withoutId(executableCode) }];
  if (codeExecutionResult) return [{ codeExecutionResult: withoutId(codeExecutionResult) }];
  if (inlineData) return [{ inlineData }];
  if (fileData) return [{ fileData }];
  return text ? [{ text }] : [];
}

function withoutId<Value extends { id?: string }>({ id: _, ...rest }: Value): Omit<Value, 'id'> {
  return rest;
}

/** Returns a history as steps. Code becomes text, because calls without the thoughts before them may be refused. */
export function stepsOf(history: History): Step[] {
  if (isSteps(history)) return [...history];
  return history.flatMap(({ role, parts = [] }) =>
    role === 'model'
      ? encodeSteps([{ role, parts: parts.filter(({ thought, functionCall }) => !thought && !functionCall) }])
      : userSteps(parts),
  );
}

function userSteps(parts: readonly Part[]): Step[] {
  const content = parts.flatMap(blockOf);
  return content.length > 0 ? [{ type: 'user_input', content }] : [];
}

/** Returns a part of the user as a block. A file keeps its name, which code finds it under. */
export function blockOf({ text, inlineData, fileData }: Part): Block[] {
  if (inlineData) return [encodeNamed(inlineData)];
  if (fileData) {
    const { fileUri: uri, mimeType = '' } = fileData;
    return [{ type: encodeData({ mimeType }).type, uri, ...(mimeType && { mime_type: mimeType }) }];
  }
  return text ? [{ type: 'text', text }] : [];
}
