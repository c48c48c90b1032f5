/**
 * A strict, scripted stand-in for the class `LanguageModel` of browsers. It refuses what the browser's own refuses, with the same kinds of
 * errors. One function without imports, so that a test can put its source into a page.
 *
 * @see https://webmachinelearning.github.io/prompt-api
 * @see https://github.com/web-platform-tests/wpt/tree/master/ai/language-model
 */
import type { LanguageModelApi, Message, MessageContent, Prompt } from '../../../src/builtInModel/languageModel.ts';

export interface ModelScript {
  /** One for each prompt, in order, as in a script of `fake-gemini`. Each part is a chunk. A `failure` names the error that ends the turn. */
  turns: { parts?: { text: string }[]; failure?: string }[];
  /** @default 'available' */
  availability?: 'unavailable' | 'downloadable' | 'downloading' | 'available';
  /** Tokens, of four characters each. @default 9216 */
  contextWindow?: number;
  /** The kinds of inputs that the model takes. @default ['text', 'image'] */
  inputs?: string[];
  /** Whether the user has just clicked. @default what the browser says */
  isActive?: () => boolean;
  /** Called before each step of the download, which waits for it. */
  whileDownloading?: (loaded: number) => Promise<void>;
}

interface Report {
  /** The whole context of each prompt, in order. Pictures are named by their type. */
  prompts: { role: string; text: string }[][];
  turnsLeft: number;
  /** Sessions that were opened or cloned, and not destroyed. */
  openSessions: number;
  /** Sessions that were opened in all. */
  created: number;
}

export interface FakeLanguageModel extends LanguageModelApi {
  report(): Report;
}

export function fakeLanguageModel(script: ModelScript): FakeLanguageModel {
  const {
    contextWindow = 9216,
    inputs = ['text', 'image'],
    isActive = () => navigator.userActivation.isActive,
  } = script;
  const LANGUAGES = ['en', 'es', 'ja', 'de', 'fr'];
  const turns = [...script.turns];
  const report = { prompts: [] as Report['prompts'], openSessions: 0, created: 0 };
  let availability = script.availability ?? 'available';

  type Expectations = {
    expectedInputs?: { type: string; languages?: string[] }[];
    expectedOutputs?: { type: string; languages?: string[] }[];
  };
  type Long = { role: string; content: MessageContent[]; isInitial: boolean };

  function isOffered({ expectedInputs = [], expectedOutputs = [] }: Expectations): boolean {
    const languages = [...expectedInputs, ...expectedOutputs].flatMap((each) => each.languages ?? []);
    return (
      expectedInputs.every(({ type }) => inputs.includes(type)) &&
      expectedOutputs.every(({ type }) => type === 'text') &&
      languages.every((language) => LANGUAGES.includes(language.split('-')[0] ?? ''))
    );
  }

  /** The specification's "validate and canonicalize a prompt". */
  function canonicalize(input: Prompt, expected: readonly string[], isInitial: boolean): Long[] {
    const messages: Message[] = typeof input === 'string' ? [{ role: 'user', content: input }] : input;
    let hasOther = false;
    return messages.map(({ role, content, prefix }, index) => {
      if (!['system', 'user', 'assistant'].includes(role)) throw new TypeError(`'${role}' is not a valid enum value.`);
      const pieces = typeof content === 'string' ? [{ type: 'text' as const, value: content }] : content;
      if (prefix && (role !== 'assistant' || index < messages.length - 1))
        throw new DOMException('A prefix belongs to the last message of the assistant.', 'SyntaxError');
      if (role === 'system' && !isInitial) throw new DOMException('No system prompt here.', 'NotSupportedError');
      if (role === 'system' && hasOther) throw new DOMException('The system prompt comes first.', 'SyntaxError');
      if (role !== 'system') hasOther = true;
      for (const { type, value } of pieces) checkPiece(role, type, value, expected);
      return { role, content: pieces, isInitial };
    });
  }

  function checkPiece(role: string, type: string, value: unknown, expected: readonly string[]): void {
    if (role === 'assistant' && type !== 'text')
      throw new DOMException('The assistant says text only.', 'NotSupportedError');
    if (type === 'text') {
      if (typeof value !== 'string') throw new TypeError('The value of text is a string.');
      return;
    }
    if (!expected.includes(type)) throw new DOMException(`The session does not expect ${type}.`, 'NotSupportedError');
    if (type === 'image' && typeof value === 'string') throw new TypeError('The value of an image is no string.');
  }

  function tokensOf(messages: readonly Long[]): number {
    const pieces = messages.flatMap(({ content }) => content);
    return pieces.reduce(
      (sum, { type, value }) => sum + (type === 'text' ? Math.ceil(String(value).length / 4) : 256),
      0,
    );
  }

  function described(messages: readonly Long[]): { role: string; text: string }[] {
    return messages.map(({ role, content }) => ({
      role,
      text: content.map(({ value }) => (value instanceof Blob ? `[${value.type}]` : String(value))).join(''),
    }));
  }

  function quotaError(): DOMException {
    return new DOMException('The input is too large.', 'QuotaExceededError');
  }

  class Session extends EventTarget {
    #context: Long[];
    readonly #expected: readonly string[];
    readonly #destroyed = new AbortController();
    #queue: Promise<unknown> = Promise.resolve();

    constructor(context: Long[], expected: readonly string[]) {
      super();
      this.#context = context;
      this.#expected = expected;
      report.openSessions += 1;
      report.created += 1;
    }

    get contextWindow(): number {
      return contextWindow;
    }

    get contextUsage(): number {
      return tokensOf(this.#context);
    }

    promptStreaming(input: Prompt, { signal }: { signal?: AbortSignal } = {}): ReadableStream<string> {
      const stopped = AbortSignal.any([this.#destroyed.signal, ...(signal ? [signal] : [])]);
      const cancelled = new AbortController();
      let begin = async (_: ReadableStreamDefaultController<string>) => {};
      const prompted = this.#inTurn(async () => {
        const messages = canonicalize(input, this.#expected, false);
        begin = (controller) => this.#answer(messages, controller, AbortSignal.any([stopped, cancelled.signal]));
      });
      return new ReadableStream<string>({
        start: (controller) => {
          prompted.then(() => this.#inTurn(() => begin(controller))).catch((error) => controller.error(error));
        },
        cancel: (reason) => cancelled.abort(reason),
      });
    }

    append(input: Prompt, { signal }: { signal?: AbortSignal } = {}): Promise<undefined> {
      return this.#inTurn(async () => {
        signal?.throwIfAborted();
        const messages = canonicalize(input, this.#expected, false);
        this.#makeRoom(messages);
        this.#context.push(...messages);
        return undefined;
      });
    }

    async measureContextUsage(input: Prompt): Promise<number> {
      this.#check();
      return tokensOf(canonicalize(input, this.#expected, false));
    }

    clone({ signal }: { signal?: AbortSignal } = {}): Promise<Session> {
      return this.#inTurn(async () => {
        signal?.throwIfAborted();
        return new Session([...this.#context], this.#expected);
      });
    }

    destroy(): undefined {
      if (this.#destroyed.signal.aborted) return undefined;
      report.openSessions -= 1;
      this.#destroyed.abort(new DOMException('The session was destroyed.', 'AbortError'));
      return undefined;
    }

    async #answer(
      messages: Long[],
      controller: ReadableStreamDefaultController<string>,
      stopped: AbortSignal,
    ): Promise<void> {
      stopped.throwIfAborted();
      this.#makeRoom(messages);
      report.prompts.push(described([...this.#context, ...messages]));
      const turn = turns.shift();
      if (!turn) throw new DOMException('The script has no turn for this prompt.', 'UnknownError');
      let said = '';
      for (const { text } of turn.parts ?? []) {
        // The model writes on whether the page reads or not.
        await new Promise((resolve) => setTimeout(resolve));
        stopped.throwIfAborted();
        controller.enqueue(text);
        said += text;
      }
      if (turn.failure !== undefined) throw new DOMException('The model failed.', turn.failure);
      await new Promise((resolve) => setTimeout(resolve));
      stopped.throwIfAborted();
      const answer = { role: 'assistant', content: [{ type: 'text' as const, value: said }], isInitial: false };
      // An aborted prompt leaves no trace.
      this.#context.push(...messages, answer);
      controller.close();
    }

    /** Leaves out the oldest prompts and answers, but never the initial ones. */
    #makeRoom(messages: Long[]): void {
      const kept = [...this.#context];
      while (tokensOf(kept) + tokensOf(messages) > contextWindow) {
        const oldest = kept.findIndex(({ isInitial }) => !isInitial);
        if (oldest < 0) throw quotaError();
        kept.splice(oldest, 2);
      }
      if (kept.length === this.#context.length) return;
      this.#context = kept;
      this.dispatchEvent(new Event('contextoverflow'));
    }

    #check(): void {
      if (this.#destroyed.signal.aborted) throw new DOMException('The session is destroyed.', 'InvalidStateError');
    }

    async #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
      this.#check();
      const done = this.#queue.then(work, work);
      this.#queue = done.catch(() => {});
      return done;
    }
  }

  async function download(monitor?: (monitor: EventTarget) => void, signal?: AbortSignal): Promise<void> {
    const target = new EventTarget();
    monitor?.(target);
    availability = 'downloading';
    for (const loaded of [0, 0.5, 1]) {
      await script.whileDownloading?.(loaded);
      signal?.throwIfAborted();
      target.dispatchEvent(Object.assign(new Event('downloadprogress'), { loaded, total: 1, lengthComputable: true }));
    }
    availability = 'available';
  }

  return {
    async availability(options = {}) {
      return isOffered(options) ? availability : 'unavailable';
    },
    async create(options = {}) {
      const { initialPrompts = [], expectedInputs = [], monitor, signal } = options;
      signal?.throwIfAborted();
      if (!isOffered(options) || availability === 'unavailable')
        throw new DOMException('The device is unable to create a session.', 'NotSupportedError');
      const expected = ['text', ...expectedInputs.map(({ type }) => type)];
      const context = canonicalize(initialPrompts, expected, true);
      if (availability === 'downloadable' && !isActive())
        throw new DOMException(
          'Requires a user gesture when availability is "downloading" or "downloadable".',
          'NotAllowedError',
        );
      if (availability !== 'available') await download(monitor, signal);
      if (tokensOf(context) > contextWindow) throw quotaError();
      const session = new Session(context, expected);
      signal?.addEventListener('abort', () => session.destroy());
      return session;
    },
    report: () => structuredClone({ ...report, turnsLeft: turns.length }),
  };
}
