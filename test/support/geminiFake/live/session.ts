import type { ScriptPlayer } from '../script/player.ts';
import { modelFits } from '../script/scriptFit.ts';
import { answerOf, type LiveAnswer } from './answer.ts';
import {
  checkContent,
  checkRealtimeInput,
  checkResponses,
  checkSetup,
  declarationsOf,
  isBlocking,
  type OpenCall,
} from './checks.ts';
import { meetsExpectations } from './expectations.ts';
import { turnFits } from './fit.ts';
import { type ClientMessage, parseMessage, type Setup } from './messages.ts';
import { findLiveModel, type LiveModel } from './models.ts';
import { closing, fakeClosing, type Refusal } from './refusals.ts';

/** Keeps what outlives a connection: the handles by which sessions are resumed. */
export class Handles {
  /** The session that each was given to last. */
  readonly #sessions = new Map<string, LiveSession>();

  give(session: LiveSession, handle: string): string {
    this.#sessions.set(handle, session);
    return handle;
  }

  find(handle: string): LiveSession | undefined {
    return this.#sessions.get(handle);
  }
}

export interface SessionContext {
  player: ScriptPlayer;
  handles: Handles;
  /** The setup that counts, where a token fixes some of it; nothing if the key or the token is not valid. */
  admit: (setup: Setup) => Setup | undefined;
  apiVersion: string;
  callId: () => string;
  handle: () => string;
}

/** A message that the server answers, and which turns of the script were the answer. */
export interface Answered extends LiveAnswer {
  turn?: number;
}

/** One connection of the Live API. */
export class LiveSession {
  readonly #context: SessionContext;
  #setup: Setup | undefined;
  #model: LiveModel | undefined;
  #openCalls: OpenCall[] = [];
  isOpen = true;

  constructor(context: SessionContext) {
    this.#context = context;
  }

  get modelName(): string {
    return this.#model?.name ?? '';
  }

  receive(body: unknown): Answered | Refusal {
    const parsed = parseMessage(body);
    if ('refusal' in parsed) return parsed;
    const { message } = parsed;
    if (!this.#setup || !this.#model) return this.#begin(message);
    if (message.setup) return fakeClosing('a session has one setup, its first message');
    const { clientContent, realtimeInput, toolResponse } = message;
    if (toolResponse) return this.#takeResponses(message, this.#setup, this.#model);
    const refusal =
      (clientContent && checkContent(clientContent, this.#setup)) ??
      (realtimeInput && checkRealtimeInput(realtimeInput));
    if (refusal) return refusal;
    return asksForAnswer(message) ? this.#interruptAndPlay(message, this.#setup, this.#model) : { messages: [] };
  }

  #begin(message: ClientMessage): Answered | Refusal {
    const { admit, apiVersion, handles, player } = this.#context;
    if (!message.setup) return fakeClosing('the first message of a session is its setup');
    const setup = admit(message.setup);
    if (!setup) return closing(1007, 'API key not valid. Please pass a valid API key.');
    const { model: name = '', sessionResumption } = setup;
    const model = findLiveModel(name);
    if (!model) return unknownModel(name, apiVersion);
    const misfit = modelFits(player.script, model);
    const refusal = checkSetup(setup, model) ?? (misfit && { code: 1007, refusal: misfit });
    if (refusal) return refusal;
    const resumed = sessionResumption?.handle === undefined ? undefined : handles.find(sessionResumption.handle);
    if (sessionResumption?.handle !== undefined && !resumed) return closing(1008, 'fake: the handle is unknown');
    // sip-to-ai PR 14: refused with 1011 while an earlier connection of the session is open.
    if (resumed?.isOpen) return closing(1011, 'fake: the session that is to be resumed is still open');
    this.#setup = setup;
    this.#model = model;
    return this.#join([{ setupComplete: {} }], this.#playUnasked(message, setup, model));
  }

  #takeResponses(message: ClientMessage, setup: Setup, model: LiveModel): Answered | Refusal {
    const { functionResponses = [] } = message.toolResponse ?? {};
    const refusal = checkResponses({ functionResponses }, this.#openCalls, model);
    if (refusal) return refusal;
    const isDone = ({ id }: OpenCall) => functionResponses.some((each) => each.id === id && !each.willContinue);
    this.#openCalls = this.#openCalls.filter((call) => !isDone(call));
    return this.#openCalls.length > 0 ? { messages: [] } : this.#play(message, setup, model);
  }

  /** What the user says during a call that the model waits for cancels the call. */
  #interruptAndPlay(message: ClientMessage, setup: Setup, model: LiveModel): Answered | Refusal {
    const cancelled = this.#openCalls.filter(({ name }) => isBlocking(setup, model, name));
    this.#openCalls = this.#openCalls.filter((call) => !cancelled.includes(call));
    const ids = cancelled.map(({ id }) => id);
    const before = ids.length > 0 ? [{ serverContent: { interrupted: true } }, { toolCallCancellation: { ids } }] : [];
    return this.#join(before, this.#play(message, setup, model));
  }

  #play(message: ClientMessage, setup: Setup, model: LiveModel): Answered | Refusal {
    const { player, callId } = this.#context;
    const next = player.next();
    if (!next) return fakeClosing('the script has no more turns');
    const { turn, index } = next;
    const answer = answerOf(turn, setup, model, callId);
    const misfit =
      meetsExpectations(message, setup, turn.expect ?? []) ?? turnFits(turn, answer.messages, declarationsOf(setup));
    if (misfit) return { code: 1007, refusal: misfit };
    player.advance();
    this.#openCalls.push(...callsIn(answer.messages));
    const cancelled = cancellationsIn(answer.messages);
    this.#openCalls = this.#openCalls.filter(({ id }) => !cancelled.includes(id));
    const { ending } = answer;
    const played = { turn: index, messages: [...answer.messages, ...this.#update(setup)], ...(ending && { ending }) };
    return this.#join([], played, ending ? undefined : () => this.#playUnasked(message, setup, model));
  }

  #playUnasked(message: ClientMessage, setup: Setup, model: LiveModel): Answered | Refusal {
    return this.#context.player.next()?.turn.unasked ? this.#play(message, setup, model) : { messages: [] };
  }

  /** A session can be resumed unless functions run. */
  #update({ sessionResumption }: Setup): object[] {
    if (!sessionResumption) return [];
    if (this.#openCalls.length > 0) return [{ sessionResumptionUpdate: { resumable: false } }];
    const newHandle = this.#context.handles.give(this, this.#context.handle());
    return [{ sessionResumptionUpdate: { newHandle, resumable: true } }];
  }

  #join(before: object[], answer: Answered | Refusal, goOn?: () => Answered | Refusal): Answered | Refusal {
    if ('refusal' in answer) return answer;
    const next = goOn?.() ?? { messages: [] };
    if ('refusal' in next) return next;
    const { turn = next.turn } = answer;
    const ending = answer.ending ?? next.ending;
    return {
      messages: [...before, ...answer.messages, ...next.messages],
      ...(turn !== undefined && { turn }),
      ...(ending && { ending }),
    };
  }
}

/** Whether the model answers: what the user said is complete. Audio alone is not, without its end. */
function asksForAnswer({ clientContent, realtimeInput }: ClientMessage): boolean {
  if (clientContent) return clientContent.turnComplete !== false;
  return (realtimeInput?.text ?? realtimeInput?.activityEnd ?? realtimeInput?.audioStreamEnd) !== undefined;
}

function unknownModel(name: string, apiVersion: string): Refusal {
  return closing(
    1008,
    `${name} is not found for API version ${apiVersion}, or is not supported for bidiGenerateContent. Call ListModels to see the list ` +
      'of available models and their supported methods.',
  );
}

interface ServerMessage {
  toolCall?: { functionCalls?: OpenCall[] };
  toolCallCancellation?: { ids?: string[] };
}

function callsIn(messages: readonly ServerMessage[]): OpenCall[] {
  return messages.flatMap(({ toolCall }) => toolCall?.functionCalls ?? []);
}

function cancellationsIn(messages: readonly ServerMessage[]): string[] {
  return messages.flatMap(({ toolCallCancellation }) => toolCallCancellation?.ids ?? []);
}
