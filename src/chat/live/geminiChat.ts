import type { CallableTool, Content, HttpOptions } from '@google/genai';
import { Mutex } from '../../async/mutex.ts';
import type { AnswerEvent } from '../../gemini/events.ts';
import type { LocalCodeExecution, Mode } from '../../gemini/options.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { messageParts } from './messageParts.ts';
import { withKnownModels } from './unknownModel.ts';

/** How to reach the model. */
export interface Access {
  apiKey: string;
  model: string;
  httpOptions?: HttpOptions;
  /**
   * Where the model's code runs.
   * @default 'local'
   */
  mode?: Mode;
  /**
   * Time limit per run, in ms.
   * @default 30000
   */
  timeout?: number;
  /** The `systemInstruction`. */
  instruction?: string;
  /** Functions of the page that the model and its Python may call. */
  tools?: readonly CallableTool[];
  /** The earlier turns, if a conversation continues with another key or model. */
  history?: Content[];
}

export interface Question {
  question: string;
  /** Sent to the model, and copied into Python's working directory. */
  files: readonly File[];
  signal: AbortSignal;
  onEvent: (event: AnswerEvent) => void;
  /** The error that an earlier attempt at this question ended with: the answer goes on from there. */
  resumes?: unknown;
  /** Answers `input()` of the code with this id. Without it, `input()` raises EOFError. */
  onInput?: (prompt: string, run: { id: number }) => Promise<string>;
}

/** A chat with a model whose code runs in this tab. */
export interface Connection {
  /** Resolves when the answer is complete. Waits until the previous answer has ended, which may take a moment after a stop. */
  ask(question: Question): Promise<void>;
  history(): Content[];
}

export type Connect = (access: Access, sandbox: () => Promise<Sandbox>) => Promise<Connection>;

/** Loads the SDK, which the first view of a page does not need, and opens a chat. */
export const connect: Connect = async (access, sandbox) => {
  const { apiKey, model, httpOptions, mode = 'local', timeout, instruction, tools = [], history } = access;
  const [{ GoogleGenAI }, { withLocalPython }, { partialAnswer }] = await Promise.all([
    import('@google/genai'),
    import('../../gemini/client.ts'),
    import('../../gemini/partialAnswer.ts'),
  ]);
  const remote = new GoogleGenAI({ apiKey, ...(httpOptions && { httpOptions }) });
  const ai = withLocalPython(remote, {
    sandbox,
    mode,
    toolsFromPython: true,
    ...(timeout !== undefined && { timeout }),
  });
  const shared = {
    ...(instruction !== undefined && { systemInstruction: instruction }),
  };
  const chat = ai.chats.create({ model, ...(history && { history }) });

  /** The errors of this chat: with another model or instruction, no answer can go on. */
  const failures = new WeakSet<object>();

  async function send(next: Question): Promise<void> {
    const { question, files, signal, onEvent, onInput, resumes } = next;
    const canGoOn = typeof resumes === 'object' && resumes !== null && failures.has(resumes);
    signal.throwIfAborted();
    const resume = canGoOn ? partialAnswer(resumes) : undefined;
    const codeExecution: LocalCodeExecution = { onEvent, resume, ...(onInput && { onInput }) };
    const config = { ...shared, tools: [{ codeExecution }, ...tools], abortSignal: signal };
    const message = files.length > 0 ? await messageParts(question, files) : question;
    try {
      const answer = await chat.sendMessageStream({ message, config });
      // The chat adds a turn to its history when its stream has been read to the end.
      for await (const _ of answer);
    } catch (error) {
      if (typeof error === 'object' && error !== null && !signal.aborted) failures.add(error);
      throw await withKnownModels(error, remote);
    }
  }

  const answers = new Mutex();
  return {
    ask: (question) => answers.run(() => send(question)),
    history: () => chat.getHistory(true),
  };
};
