import type { GenerateContentRequest } from '../checks/schema.ts';
import { functionDeclarationsOf } from '../checks/tools.ts';
import { fakeRefusal, firstRefusal, type Verdict } from '../errors.ts';
import type { GeminiModel } from '../models.ts';
import { meetsExpectations } from './expectations.ts';
import { isEventStream, isRecordedError } from './recording.ts';
import type { Script, ScriptedTurn } from './script.ts';

/** Whether the scripted turn could be the model's answer to this request. If not, the script or the client is wrong. */
export function turnFits(turn: ScriptedTurn, request: GenerateContentRequest, streamed: boolean): Verdict {
  return firstRefusal([
    () => meetsExpectations(request, streamed, turn.expect ?? []),
    () => isForGenerateContent(turn),
    () => fitsTheMethod(turn, streamed),
    () => candidatesAreAsked(turn, request),
    () => callsAreDeclared(turn, request),
    () => callsFitTheMode(turn, request),
  ]);
}

export function modelFits(script: Script, model: GeminiModel): Verdict {
  if (script.model === undefined || script.model === model.name) return undefined;
  return fakeRefusal(`the script is for ${script.model}, the request for ${model.name}`);
}

function isForGenerateContent(turn: ScriptedTurn): Verdict {
  if (!turn.steps && !turn.events) return isForLiveAlone(turn);
  return fakeRefusal('the turn is an interaction, but the client called generateContent');
}

export function isForLiveAlone({ messages, unasked, close }: ScriptedTurn): Verdict {
  const isLive = (messages ?? unasked ?? close) !== undefined;
  return isLive ? fakeRefusal('the turn is one of a Live session, but the client sent a request') : undefined;
}

/** Whether a turn that is a stream, or is none, is asked for as one. */
export function fitsTheMethod(turn: ScriptedTurn, streamed: boolean): Verdict {
  const isRecordedUnary = turn.recorded !== undefined && !isEventStream(turn.recorded);
  const isStream =
    turn.chunks !== undefined ||
    turn.events !== undefined ||
    turn.endAfter !== undefined ||
    turn.failAfter !== undefined ||
    (turn.recorded !== undefined && !isRecordedUnary);
  if (isRecordedUnary && streamed && !isRecordedError(turn.recorded ?? '')) {
    return fakeRefusal('the turn is one response, but the client asked for a stream');
  }
  return isStream && !streamed ? fakeRefusal('the turn is a stream, but the client asked for one response') : undefined;
}

function candidatesAreAsked(turn: ScriptedTurn, { generationConfig }: GenerateContentRequest): Verdict {
  const asked = generationConfig?.candidateCount ?? 1;
  const scripted = 1 + (turn.moreCandidates?.length ?? 0);
  return scripted > asked
    ? fakeRefusal(`the turn has ${scripted} candidates, but the client asked for ${asked}`)
    : undefined;
}

function scriptedCallNames(turn: ScriptedTurn): string[] {
  return [turn, ...(turn.moreCandidates ?? [])].flatMap(({ parts = [] }) =>
    parts.flatMap((part) => part.functionCall?.name ?? []),
  );
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
  if (mode === 'NONE') return undefined; // respond() makes an UNEXPECTED_TOOL_CALL of it
  const forbidden = allowedFunctionNames && names.find((name) => !allowedFunctionNames.includes(name));
  return forbidden === undefined ? undefined : fakeRefusal(`the script calls "${forbidden}", which is not allowed`);
}
