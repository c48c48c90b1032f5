import type { Content, GenerateContentConfig, GenerateContentResponse } from '@google/genai';
import { joinChunks, partsOf } from '../answer/codec/chunk.ts';
import type { Responder } from '../answer/loop/responder.ts';
import type { LocalCodeExecution } from '../answer/options.ts';
import { Mutex } from '../async/mutex.ts';
import { AnswerText } from './answerText.ts';
import type { BuiltInModel } from './builtInModel.ts';
import type { ModelSession, Prompt } from './languageModel.ts';
import { readPrompt } from './readPrompt.ts';
import { MODEL } from './responder.ts';

/** Options of a prompt. */
export interface PromptOptions {
  /** Stops the answer and its code. */
  signal?: AbortSignal;
  /** Options of the code of this prompt, in place of those of the client. */
  codeExecution?: Omit<LocalCodeExecution, 'mode' | 'protocol' | 'behavior'>;
}

interface Waiting {
  signal?: AbortSignal;
}

/** What a session begins with. */
interface SessionState {
  model: BuiltInModel;
  responder: Responder;
  instruction: string;
  contents: readonly Content[];
}

/**
 * A session with the browser's model, whose code runs in the sandbox. As with the browser's own, each prompt builds on the earlier ones, and
 * prompts wait for each other. Dispatches `contextoverflow` when earlier turns are left out, because they don't fit.
 */
export class LocalSession extends EventTarget {
  readonly #state: SessionState;
  readonly #turns = new Mutex();
  #contents: readonly Content[];
  #isDestroyed = false;

  /** @internal */
  constructor(state: SessionState) {
    super();
    this.#state = state;
    this.#contents = state.contents;
  }

  /** Tokens of the conversation, with the description of the sandbox that the model gets. */
  get contextUsage(): number {
    return this.#session.contextUsage;
  }

  /** The maximum of tokens that the model reads. */
  get contextWindow(): number {
    return this.#session.contextWindow;
  }

  /** Counts the tokens of a prompt, without files that code could read. */
  async measureContextUsage(input: Prompt, options?: Waiting): Promise<number> {
    return this.#session.measureContextUsage(input, options);
  }

  /**
   * Asks the model, and runs the code that it writes.
   *
   * @returns the answer: the model's words, its programs between lines of three backticks, and what each printed, after a line "```output".
   *   Pictures and files are events only.
   * @throws BuiltInModelError, ContextWindowError, InvalidOptionError, or the error of the browser or the sandbox
   */
  async prompt(input: Prompt, options: PromptOptions = {}): Promise<string> {
    let answer = '';
    for await (const text of this.#answer(input, options)) answer += text;
    return answer;
  }

  /** Does the same as {@link prompt}, but streams the text. Cancelling the stream stops the answer. */
  promptStreaming(input: Prompt, options: PromptOptions = {}): ReadableStream<string> {
    const stop = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
    const texts = this.#answer(input, { ...options, signal });
    return new ReadableStream({
      async pull(controller) {
        const { done, value } = await texts.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel(reason) {
        stop.abort(reason);
        await texts.return();
      },
    });
  }

  /** Adds messages to the conversation without asking the model, which reads them with the next prompt. */
  append(input: Prompt, { signal }: Waiting = {}): Promise<undefined> {
    return this.#turns.run(
      async () => {
        // The browser checks them so.
        await this.#session.measureContextUsage(input, { ...(signal && { signal }) });
        this.#contents = [...this.#contents, ...(await readPrompt(input))];
        return undefined;
      },
      { signal },
    );
  }

  /** Makes another session with the same conversation so far. Both use the same sandbox. */
  clone({ signal }: Waiting = {}): Promise<LocalSession> {
    return this.#turns.run(
      async () => {
        this.#check();
        const model = await this.#state.model.clone(signal);
        return new LocalSession({ ...this.#state, model, contents: this.#contents });
      },
      { signal },
    );
  }

  /** Ends the session. Answers that are on their way reject with an `AbortError`. */
  destroy(): undefined {
    this.#isDestroyed = true;
    this.#state.model.close();
    return undefined;
  }

  get #session(): ModelSession {
    return this.#state.model.session;
  }

  /** @throws InvalidStateError, as the browser's own sessions do */
  #check(): void {
    if (this.#isDestroyed) throw new DOMException('The session was destroyed.', 'InvalidStateError');
  }

  async *#answer(input: Prompt, { signal, codeExecution = {} }: PromptOptions): AsyncGenerator<string, void> {
    this.#check();
    const end = await this.#turns.lock(signal);
    try {
      this.#check();
      const asked = [...this.#contents, ...(await readPrompt(input))];
      const config = { tools: [{ codeExecution }], ...(signal && { abortSignal: signal }) };
      const text = new AnswerText();
      const chunks: GenerateContentResponse[] = [];
      for await (const chunk of this.#respond(asked, config)) {
        chunks.push(chunk);
        const more = text.read(partsOf(chunk));
        if (more !== '') yield more;
      }
      this.#contents = [...asked, { role: 'model', parts: partsOf(joinChunks(chunks)) }];
    } finally {
      end();
    }
  }

  #respond(contents: Content[], config: GenerateContentConfig): AsyncGenerator<GenerateContentResponse, void> {
    const { model, responder, instruction } = this.#state;
    const told = { ...config, ...(instruction !== '' && { systemInstruction: instruction }) };
    const onLeftOut = () => this.dispatchEvent(new Event('contextoverflow'));
    return responder.respond({ model: MODEL, contents, config: told }, (params) => model.ask(params, onLeftOut), {
      chat: this,
    });
  }
}
