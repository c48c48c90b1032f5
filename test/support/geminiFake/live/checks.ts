import type { Content, FunctionDeclaration, Part } from '../checks/schema.ts';
import { declarationsAreSound } from '../checks/tools.ts';
import type { ClientContent, RealtimeInput, Setup, ToolResponse } from './messages.ts';
import type { LiveModel } from './models.ts';
import { closing, fakeClosing, type Refusal } from './refusals.ts';

/** A call that the client has not answered. */
export interface OpenCall {
  id: string;
  name: string;
}

type Verdict = Refusal | undefined;

export function checkSetup(setup: Setup, model: LiveModel): Verdict {
  const tools = setup.tools ?? [];
  const unsound = declarationsAreSound({ tools });
  if (unsound) return { code: 1007, refusal: unsound };
  // Not supported by any current model. What the server says is not on record.
  if (tools.some(({ codeExecution }) => codeExecution) && !model.runsCode)
    return fakeClosing(`${model.name} does not support code execution`);
  const modalities = setup.generationConfig?.responseModalities ?? ['AUDIO'];
  if (modalities.length !== 1) return fakeClosing('a session has exactly one response modality');
  if (model.speaks && modalities[0] !== 'AUDIO') return fakeClosing(`${model.name} answers in AUDIO alone`);
  return declarationsOf(setup)
    .map((declaration) => checkBehavior(declaration, model))
    .find((verdict) => verdict);
}

export function declarationsOf({ tools = [] }: Setup): FunctionDeclaration[] {
  return tools.flatMap(({ functionDeclarations }) => functionDeclarations ?? []);
}

/** Whether the model waits for the answer to a call. */
export function isBlocking(setup: Setup, model: LiveModel, name: string): boolean {
  const { behavior } = declarationsOf(setup).find((declaration) => declaration.name === name) ?? {};
  return (behavior ?? model.behaviors[0]) === 'BLOCKING';
}

/** Documented as an error for 3.8-live-extended-thinking, and as not available for 3.1-flash-live. The text is ours. */
function checkBehavior({ name, behavior }: FunctionDeclaration, model: LiveModel): Verdict {
  if (behavior === undefined || behavior === 'UNSPECIFIED' || model.behaviors.includes(behavior)) return undefined;
  return fakeClosing(`${model.name} does not take the behavior ${behavior} of ${name}`);
}

export function checkContent({ turns = [] }: ClientContent, setup: Setup): Verdict {
  const parts = turns.flatMap((turn: Content) => turn.parts ?? []);
  if (turns.some((turn: Content) => (turn.parts ?? []).length === 0)) return fakeClosing('a turn has no parts');
  return parts.map((part) => checkPart(part, setup)).find((verdict) => verdict);
}

/** What the server does with such parts is not on record, so no client may rely on it. */
function checkPart({ inlineData, fileData, executableCode, codeExecutionResult }: Part, setup: Setup): Verdict {
  if (fileData) return fakeClosing('clientContent has fileData');
  if (inlineData && !/^(image|audio|video)\//.test(inlineData.mimeType ?? ''))
    return fakeClosing(`clientContent has ${inlineData.mimeType}: no Live model reads documents`);
  const isCode = (executableCode ?? codeExecutionResult) !== undefined;
  if (isCode && !(setup.tools ?? []).some((tool) => tool.codeExecution))
    return fakeClosing('clientContent has a code execution part, but the setup has no codeExecution tool');
  return undefined;
}

export function checkRealtimeInput({ video, audio }: RealtimeInput): Verdict {
  if (video && !video.mimeType?.startsWith('image/')) return fakeClosing('realtimeInput.video takes images');
  if (audio && !audio.mimeType?.startsWith('audio/')) return fakeClosing('realtimeInput.audio takes audio');
  return undefined;
}

export function checkResponses(
  { functionResponses = [] }: ToolResponse,
  open: readonly OpenCall[],
  model: LiveModel,
): Verdict {
  if (functionResponses.length === 0) return fakeClosing('a toolResponse has no functionResponses');
  for (const { id, name, response, parts, scheduling } of functionResponses) {
    const call = open.find((each) => each.id === id);
    // deprecated-generative-ai-js #487
    if (!call) return closing(1008, 'Requested entity was not found.');
    if (call.name !== name) return fakeClosing(`the response to ${call.name} is named ${name}`);
    // Models repeat a call with an empty result (migration guide of 3.8 Live).
    if (isEmpty(response)) return fakeClosing(`the response to ${name} is empty`);
    if (parts) return fakeClosing('whether a Live model takes parts of a functionResponse is not on record');
    if (scheduling !== undefined && !model.schedules) return fakeClosing(`${model.name} takes no scheduling`);
  }
  return undefined;
}

function isEmpty(response: Record<string, unknown> = {}): boolean {
  const { outcome: _, ...texts } = response;
  return Object.values(texts).every((value) => typeof value === 'string' && value.trim() === '');
}
