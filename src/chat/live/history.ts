import type { Content, Part } from '@google/genai';
import { CodeFunctions } from '../../gemini/codec/languages.ts';
import type { LocalPart } from '../../gemini/codec/localCall.ts';
import { encodeData } from '../../gemini/interactions/encodeData.ts';
import { encodeSteps } from '../../gemini/interactions/encodeSteps.ts';
import { type BlockPart, readInput } from '../../gemini/interactions/readInput.ts';
import type { Block, Step, StepPart } from '../../gemini/interactions/wire.ts';

/** What the model was asked and has answered so far, in the form of one API: contents of `generateContent`, or steps of interactions. */
export type History = readonly Content[] | readonly Step[];

function isSteps(history: History): history is readonly Step[] {
  const [first] = history;
  return first !== undefined && 'type' in first;
}

/** Returns a history as contents. Thoughts stay behind: a signature holds for its own API only. */
export function contentsOf(history: History): Content[] {
  if (!isSteps(history)) return [...history];
  const contents = readInput(history, new CodeFunctions(['PYTHON', 'JAVASCRIPT']));
  return contents.flatMap(({ role = 'user', parts = [] }) => {
    const kept = parts.filter(({ thought }) => !thought).flatMap(withoutSource);
    return kept.length > 0 ? [{ role, parts: kept }] : [];
  });
}

/** Drops what belongs to the other API: the step or block that a part comes from, ids and signatures. Steps of Google's other tools have no part. */
function withoutSource(part: StepPart & BlockPart & LocalPart): Part[] {
  const { received: _, block: __, localCall: ___, executableCode, codeExecutionResult, ...rest } = part;
  if (executableCode) return [{ executableCode: withoutId(executableCode) }];
  if (codeExecutionResult) return [{ codeExecutionResult: withoutId(codeExecutionResult) }];
  return Object.keys(rest).length > 0 ? [rest] : [];
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
  if (inlineData) {
    const { displayName: name } = inlineData;
    return [{ ...encodeData(inlineData), ...(name && { display_name: name }) }];
  }
  if (fileData) {
    const { fileUri: uri, mimeType = '' } = fileData;
    return [{ type: encodeData({ mimeType }).type, uri, ...(mimeType && { mime_type: mimeType }) }];
  }
  return text ? [{ type: 'text', text }] : [];
}
