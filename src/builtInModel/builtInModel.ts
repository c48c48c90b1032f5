import type { GenerateContentParameters, GenerateContentResponse } from '@google/genai';
import { STOP } from '../answer/codec/enums.ts';
import type { CodeLanguage } from '../answer/codec/languages.ts';
import { createResponse } from '../answer/codec/response.ts';
import { listContents } from '../answer/request/contents.ts';
import { EndOfProgram } from './endOfProgram.ts';
import { ContextWindowError } from './errors.ts';
import { type CreateOptions, type LanguageModelApi, type ModelSession, takesPictures } from './languageModel.ts';
import { type Asked, leaveOutOldest } from './leaveOut.ts';
import { isTooLong, openSession } from './openSession.ts';
import { asMessage, isSameTurn, readInstruction, readTurns } from './turns.ts';

/** The part of the context window that is kept free for an answer, if earlier turns can be left out for it. */
const ROOM_FOR_ANSWER = 1 / 8;

interface ModelOptions {
  /** `undefined` in browsers without a model. */
  api: LanguageModelApi | undefined;
  /** For each session of the browser; without `initialPrompts`. */
  session: CreateOptions;
  languages: readonly CodeLanguage[];
}

/** A session of the browser that waits for more, with the conversation that it knows. */
export interface Idle extends Asked {
  session: ModelSession;
}

/** A prompt whose answer has begun. */
interface Begun extends Idle {
  /** Tokens of the conversation before the answer. */
  promptTokens: number;
  reader: ReadableStreamDefaultReader<string>;
  first: ReadableStreamReadResult<string>;
  stop: AbortController;
}

/**
 * Asks the browser's model for the loop: a request becomes a session with the earlier turns, and a prompt. A session that knows the earlier
 * turns already goes on, which saves the model reading them again.
 */
export class BuiltInModel {
  readonly #options: ModelOptions;
  #idle: Idle | undefined;
  #latest: ModelSession;
  readonly #closed = new AbortController();

  /** @param opened a session of the browser, and what it knows */
  constructor(options: ModelOptions, opened: Idle) {
    this.#options = options;
    this.#idle = opened;
    this.#latest = opened.session;
  }

  /** The browser's session that was used last, even if it is closed. */
  get session(): ModelSession {
    return this.#latest;
  }

  /** Makes another one that knows the same conversation. */
  async clone(signal: AbortSignal | undefined): Promise<BuiltInModel> {
    const { instruction, turns, session } = this.#idle ?? { instruction: '', turns: [], session: undefined };
    const own = { ...(signal && { signal }) };
    const opened = session ? session.clone(own) : openSession(this.#options.api, { ...this.#options.session, ...own });
    return new BuiltInModel(this.#options, { session: await opened, instruction, turns });
  }

  /** Ends all sessions. Answers that are on their way reject with an `AbortError`. */
  close(): void {
    this.#closed.abort(new DOMException('The session was destroyed.', 'AbortError'));
    this.#idle?.session.destroy();
    this.#idle = undefined;
  }

  /**
   * @param onLeftOut called if earlier turns are left out, because they don't fit
   * @throws BuiltInModelError, ContextWindowError, the browser's own errors
   */
  async *ask(
    { contents, config }: GenerateContentParameters,
    onLeftOut: () => void = () => {},
  ): AsyncGenerator<GenerateContentResponse, void> {
    const turns = readTurns(await listContents(contents), takesPictures(this.#options.session));
    const asked = { instruction: readInstruction(config?.systemInstruction), turns };
    const signal = AbortSignal.any([this.#closed.signal, ...(config?.abortSignal ? [config.abortSignal] : [])]);
    const begun = await this.#begin(asked, signal, onLeftOut);
    const end = new EndOfProgram(this.#options.languages);
    let said = '';
    let isFailed = false;
    let isWhole = false;
    try {
      for (let next = begun.first; !next.done; next = await begun.reader.read()) {
        const text = end.read(next.value);
        said += text;
        if (text !== '') yield chunkOf(text);
        if (end.isReached) break;
      }
      const rest = end.end();
      said += rest;
      isWhole = !end.isReached;
      yield lastChunkOf(rest, begun, isWhole);
    } catch (error) {
      isFailed = !signal.aborted;
      signal.throwIfAborted();
      throw isTooLong(error) ? new ContextWindowError({ cause: error }) : error;
    } finally {
      begun.stop.abort();
      if (isFailed) begun.session.destroy();
      else this.#keepAfter(begun, isWhole ? said : undefined);
    }
  }

  /** Begins an answer, without the oldest turns if the model can't take all. */
  async #begin(asked: Asked, signal: AbortSignal, onLeftOut: () => void): Promise<Begun> {
    for (let fitting: Asked = asked; ; ) {
      const shorter = leaveOutOldest(fitting);
      try {
        const begun = await this.#tryToBegin(fitting, signal, shorter === undefined);
        if (fitting !== asked) onLeftOut();
        return begun;
      } catch (error) {
        signal.throwIfAborted();
        if (!isTooLong(error)) throw error;
        if (!shorter) throw new ContextWindowError({ cause: error });
        fitting = shorter;
      }
    }
  }

  /** @param isShortest whether nothing can be left out, so that there may be little room for the answer */
  async #tryToBegin(asked: Asked, signal: AbortSignal, isShortest: boolean): Promise<Begun> {
    const session = await this.#sessionFor(asked, signal);
    const prompt = asked.turns.slice(-1).map(asMessage);
    const stop = new AbortController();
    try {
      const promptTokens = session.contextUsage + (await session.measureContextUsage(prompt, { signal }));
      const room = isShortest ? 0 : session.contextWindow * ROOM_FOR_ANSWER;
      // Otherwise the browser would leave out turns by itself, without a word to the model.
      if (promptTokens + room > session.contextWindow)
        throw new DOMException('The prompt is too long.', 'QuotaExceededError');
      const stream = session.promptStreaming(prompt, { signal: AbortSignal.any([signal, stop.signal]) });
      const reader = stream.getReader();
      return { ...asked, session, promptTokens, stop, reader, first: await reader.read() };
    } catch (error) {
      session.destroy();
      throw error;
    }
  }

  /** Gives a session that knows all turns but the last. */
  async #sessionFor({ instruction, turns }: Asked, signal: AbortSignal): Promise<ModelSession> {
    const earlier = turns.slice(0, -1);
    const idle = this.#idle;
    if (idle && canGoOn(idle, { instruction, turns: earlier })) {
      this.#idle = undefined;
      const more = earlier.slice(idle.turns.length).map(asMessage);
      if (more.length > 0) await idle.session.append(more, { signal });
      return idle.session;
    }
    const system = instruction === '' ? [] : [{ role: 'system' as const, content: instruction }];
    const session = await openSession(this.#options.api, {
      ...this.#options.session,
      initialPrompts: [...system, ...earlier.map(asMessage)],
      signal,
    });
    this.#latest = session;
    return session;
  }

  /** @param said the whole answer, which the session knows; `undefined` if it was cut off: then the browser forgets it with its prompt */
  #keepAfter({ session, instruction, turns }: Begun, said: string | undefined): void {
    if (this.#closed.signal.aborted) {
      session.destroy();
      return;
    }
    const answer = { role: 'assistant' as const, pieces: [said ?? ''], isResult: false };
    this.#keep({ session, instruction, turns: said === undefined ? turns.slice(0, -1) : [...turns, answer] });
  }

  #keep(idle: Idle): void {
    this.#idle?.session.destroy();
    this.#idle = idle;
  }
}

/** Whether a session can go on to a conversation: it knows its beginning, and nothing else. */
function canGoOn(idle: Idle, { instruction, turns }: Asked): boolean {
  return (
    idle.instruction === instruction &&
    idle.turns.length <= turns.length &&
    idle.turns.every((turn, index) => isSameTurn(turn, turns[index]))
  );
}

function chunkOf(text: string): GenerateContentResponse {
  return createResponse({ candidates: [{ content: { role: 'model', parts: [{ text }] }, index: 0 }] });
}

function lastChunkOf(text: string, { session, promptTokens }: Begun, isWhole: boolean): GenerateContentResponse {
  const content = { role: 'model', parts: [{ text }] };
  // The browser forgets an answer that was cut off.
  const total = isWhole ? Math.max(session.contextUsage, promptTokens) : promptTokens;
  return createResponse({
    candidates: [{ content, index: 0, finishReason: STOP }],
    usageMetadata: {
      promptTokenCount: promptTokens,
      candidatesTokenCount: total - promptTokens,
      totalTokenCount: total,
    },
  });
}
