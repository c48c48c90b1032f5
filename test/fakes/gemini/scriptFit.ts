import { fakeRefusal, firstRefusal, type Verdict } from './errors.ts';
import { meetsExpectations } from './expectations.ts';
import type { GeminiModel } from './models.ts';
import type { GenerateContentRequest } from './schema.ts';
import type { Script, ScriptedTurn } from './script.ts';
import { functionDeclarationsOf } from './tools.ts';

/** Whether the scripted turn could be the model's answer to this request. If not, the script or the client is wrong. */
export function turnFits(turn: ScriptedTurn, request: GenerateContentRequest, streamed: boolean): Verdict {
  return firstRefusal([
    () => meetsExpectations(request, turn.expect ?? []),
    () => fitsTheMethod(turn, streamed),
    () => callsAreDeclared(turn, request),
    () => callsFitTheMode(turn, request),
  ]);
}

export function modelFits(script: Script, model: GeminiModel): Verdict {
  if (script.model === undefined || script.model === model.name) return undefined;
  return fakeRefusal(`the script is for ${script.model}, the request for ${model.name}`);
}

function fitsTheMethod(turn: ScriptedTurn, streamed: boolean): Verdict {
  const isUnary = turn.recorded !== undefined && !isEventStream(turn.recorded);
  const isStream = turn.chunks !== undefined || (turn.recorded !== undefined && !isUnary);
  if (isUnary && streamed && !isRecordedError(turn)) {
    return fakeRefusal('the turn is one response, but the client asked for a stream');
  }
  return isStream && !streamed ? fakeRefusal('the turn is a stream, but the client asked for one response') : undefined;
}

export function isEventStream(recorded: string): boolean {
  return recorded.trimStart().startsWith('data:');
}

/** A recorded error answers either method: the server sends it before it starts to stream. */
function isRecordedError(turn: ScriptedTurn): boolean {
  return /^\s*\{\s*"error"/.test(turn.recorded ?? '');
}

function scriptedCallNames(turn: ScriptedTurn): string[] {
  return (turn.parts ?? []).flatMap((part) => part.functionCall?.name ?? []);
}

function callsAreDeclared(turn: ScriptedTurn, request: GenerateContentRequest): Verdict {
  const declared = functionDeclarationsOf(request).map((declaration) => declaration.name);
  const unknown = scriptedCallNames(turn).find((name) => !declared.includes(name));
  if (unknown === undefined || turn.undeclaredCalls) return undefined;
  return fakeRefusal(
    `the script calls "${unknown}", but the request declares ${declared.join(', ') || 'no functions'}`,
  );
}

/** Only for `parts`: exact chunks and recorded payloads say what they say. */
function callsFitTheMode(turn: ScriptedTurn, request: GenerateContentRequest): Verdict {
  if (!turn.parts || turn.undeclaredCalls) return undefined;
  const { mode, allowedFunctionNames } = request.toolConfig?.functionCallingConfig ?? {};
  const names = scriptedCallNames(turn);
  if (mode === 'ANY' && names.length === 0) {
    return fakeRefusal('the function calling mode is ANY, but the scripted turn has no functionCall');
  }
  if (mode === 'NONE' && names.length > 0) {
    return fakeRefusal('the function calling mode is NONE, but the scripted turn has a functionCall');
  }
  const forbidden = allowedFunctionNames && names.find((name) => !allowedFunctionNames.includes(name));
  return forbidden === undefined ? undefined : fakeRefusal(`the script calls "${forbidden}", which is not allowed`);
}
