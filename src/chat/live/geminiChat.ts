import type { CallableTool, Content, HttpOptions } from '@google/genai';
import type { AnswerEvent } from '../../gemini/events.ts';
import type { Mode } from '../../gemini/options.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { messageParts } from './messageParts.ts';
import { withModelsOnOffer } from './unknownModel.ts';

/** Where the model's words come from. */
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
   * Milliseconds that each run gets.
   * @default 30000
   */
  timeout?: number;
  /** What the model is to keep in mind: its `systemInstruction`. */
  instruction?: string;
  /** Functions of the page that the model may call, and its Python too. */
  tools?: readonly CallableTool[];
  /** What was said before, where a conversation goes on with another key or model. */
  history?: Content[];
}

export interface Question {
  question: string;
  /** Sent along, and put where Python finds them. */
  files: readonly File[];
  /** Stops the answer. */
  signal: AbortSignal;
  /** What happens until the answer is complete. */
  onEvent: (event: AnswerEvent) => void;
  /** Answers `input()` of the code with this id. Without it, nobody does. */
  onInput?: (prompt: string, run: { id: number }) => Promise<string>;
}

/** A conversation with a model whose code runs in this tab. */
export interface Connection {
  /** Resolves when the answer is complete. Waits until the answer before it has let go, which a stopped one may do late. */
  ask(question: Question): Promise<void>;
  history(): Content[];
}

export type Connect = (access: Access, sandbox: () => Promise<Sandbox>) => Promise<Connection>;

/** Loads the SDK, which a page that only shows itself does not need, and opens a chat. */
export const connect: Connect = async (access, sandbox) => {
  const { apiKey, model, httpOptions, mode = 'local', timeout, instruction, tools = [], history } = access;
  const [{ GoogleGenAI }, { withLocalPython }] = await Promise.all([
    import('@google/genai'),
    import('../../gemini/client.ts'),
  ]);
  let asked: Question | undefined;
  const remote = new GoogleGenAI({ apiKey, ...(httpOptions && { httpOptions }) });
  const ai = withLocalPython(remote, {
    sandbox,
    mode,
    toolsFromPython: true,
    ...(timeout !== undefined && { timeout }),
    onEvent: (event) => asked?.onEvent(event),
    onInput: (prompt, run) => asked?.onInput?.(prompt, run) ?? null,
  });
  const always = {
    tools: [{ codeExecution: {} }, ...tools],
    ...(instruction !== undefined && { systemInstruction: instruction }),
  };
  const chat = ai.chats.create({ model, config: always, ...(history && { history }) });

  async function send(asking: Question): Promise<void> {
    const { question, files, signal } = asking;
    signal.throwIfAborted();
    asked = asking;
    const config = { ...always, abortSignal: signal };
    const message = files.length > 0 ? await messageParts(question, files) : question;
    try {
      const answer = await chat.sendMessageStream({ message, config });
      // The chat remembers a turn only once its stream has been read to the end.
      for await (const _ of answer);
    } catch (error) {
      throw await withModelsOnOffer(error, remote);
    }
  }

  let before: Promise<unknown> = Promise.resolve();
  return {
    ask(question) {
      const asking = before.then(() => send(question));
      before = Promise.allSettled([asking]);
      return asking;
    },
    history: () => chat.getHistory(true),
  };
};
