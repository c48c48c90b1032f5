import { type FunctionCall, InteractionStatus, LiveServerMessage, type Part } from '@google/genai';
import type { CodeFunctions } from '../../answer/codec/codeFunctions.ts';

/** Makes the message that the server would have sent for a part of the model's turn. */
export function messageWith(part: Part): LiveServerMessage {
  return Object.assign(new LiveServerMessage(), { serverContent: { modelTurn: { role: 'model', parts: [part] } } });
}

/** A message of the server, taken apart. */
export interface SortedMessage {
  /** The calls that run code. */
  calls: FunctionCall[];
  /** Ids of calls that the model takes back. */
  cancelled: readonly string[];
  /** The rest, for the application; `undefined` if nothing is left. */
  rest: LiveServerMessage | undefined;
}

/** @param isOurs whether an id is that of a call that runs code */
export function sortMessage(
  message: LiveServerMessage,
  functions: CodeFunctions,
  isOurs: (id: string) => boolean,
): SortedMessage {
  const all = message.toolCall?.functionCalls ?? [];
  const calls = all.filter((call) => functions.programOf(call) !== undefined);
  const cancelled = message.toolCallCancellation?.ids ?? [];
  const isCalled = (id: string) => isOurs(id) || calls.some((call) => call.id === id);
  let rest = withoutDuplicates(message, functions);
  if (calls.length > 0) rest = replace(rest, 'toolCall', without(all, calls), (left) => ({ functionCalls: left }));
  const ours = cancelled.filter(isCalled);
  if (ours.length > 0) rest = replace(rest, 'toolCallCancellation', without(cancelled, ours), (ids) => ({ ids }));
  return { calls, cancelled: ours, rest: isEmpty(rest) && !isEmpty(message) ? undefined : rest };
}

/** What the model says, for the user: the parts of its turn, and its speech as text. */
export function saidIn({ serverContent }: LiveServerMessage): Part[] {
  const text = serverContent?.outputTranscription?.text;
  return [...(serverContent?.modelTurn?.parts ?? []), ...(text ? [{ text }] : [])];
}

/** Reads whether the model is at work. Google's samples have the status beside `serverContent`, the types inside it. */
export function statusOf(message: LiveServerMessage): InteractionStatus | undefined {
  const { interactionStatus } = message as { interactionStatus?: InteractionStatus };
  return message.serverContent?.interactionStatus ?? interactionStatus;
}

/** Whether the model has nothing more to do, if its status says so. */
export function isIdle(status: InteractionStatus): boolean {
  return status !== InteractionStatus.IN_PROGRESS;
}

/**
 * Removes the code with which some models announce a call of ours, `print(default_api.run_python(code='…'))`. Nobody runs it; the call itself
 * follows.
 */
function withoutDuplicates(message: LiveServerMessage, functions: CodeFunctions): LiveServerMessage {
  const { modelTurn } = message.serverContent ?? {};
  const { parts = [] } = modelTurn ?? {};
  const left = parts.filter(({ executableCode }) => !announces(executableCode?.code, functions));
  if (left.length === parts.length) return message;
  const { modelTurn: _, ...others } = message.serverContent ?? {};
  const content = left.length > 0 ? { ...others, modelTurn: { ...modelTurn, parts: left } } : others;
  return replace(message, 'serverContent', Object.keys(content), () => content);
}

function announces(code: string | undefined, functions: CodeFunctions): boolean {
  const [, name] = /^\s*(?:print\()?default_api\.(\w+)\(/.exec(code ?? '') ?? [];
  return name !== undefined && functions.names.includes(name);
}

/** A copy with another field, or without the field if nothing is left for it. */
function replace<Name extends keyof LiveServerMessage, Item>(
  message: LiveServerMessage,
  name: Name,
  left: readonly Item[],
  make: (left: Item[]) => LiveServerMessage[Name],
): LiveServerMessage {
  const { [name]: _, ...others } = message;
  return Object.assign(new LiveServerMessage(), others, left.length > 0 && { [name]: make([...left]) });
}

function without<Item>(all: readonly Item[], removed: readonly Item[]): Item[] {
  return all.filter((item) => !removed.includes(item));
}

function isEmpty(message: LiveServerMessage): boolean {
  return Object.values(message).every((value) => value === undefined);
}
