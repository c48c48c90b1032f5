import type { CallableTool, HttpOptions } from '@google/genai';
import { Mutex } from '../../async/mutex.ts';
import type { Mode } from '../../gemini/options.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { History } from './history.ts';
import type { Question } from './modelChat.ts';
import type { LiveSettings } from './settings.ts';
import { withKnownModels } from './unknownModel.ts';

/** How to reach the model. */
export interface Access {
  apiKey: string;
  model: string;
  httpOptions?: HttpOptions;
  /**
   * The API that is asked. On a server without the Interactions API, the chat goes on with `generateContent`.
   * @default 'generateContent'
   */
  api?: LiveSettings['api'];
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
  /** Functions of the page that the model and its Python may call, with `generateContent` only. */
  tools?: readonly CallableTool[];
  /** The earlier turns, if a conversation continues with another key, model or API. */
  history?: History;
}

/** A chat with a model whose code runs in this tab. */
export interface Connection {
  /** Resolves when the answer is complete. Waits until the previous answer has ended, which may take a moment after a stop. */
  ask(question: Question): Promise<void>;
  history(): History;
}

export type Connect = (access: Access, sandbox: () => Promise<Sandbox>) => Promise<Connection>;

/** Loads the SDK, which the first view of a page does not need, and opens a chat. */
export const connect: Connect = async (access, sandbox) => {
  const { apiKey, model, httpOptions, api = 'generateContent', mode = 'local', timeout, instruction } = access;
  const { tools = [], history = [] } = access;
  const [{ GoogleGenAI }, { withLocalPython }, { openContentsChat }, { openInteractionsChat }, { lacksInteractions }] =
    await Promise.all([
      import('@google/genai'),
      import('../../gemini/client.ts'),
      import('./contentsChat.ts'),
      import('./interactionsChat.ts'),
      import('./interactionErrors.ts'),
    ]);
  const remote = new GoogleGenAI({ apiKey, ...(httpOptions && { httpOptions }) });
  const ai = withLocalPython(remote, {
    sandbox,
    mode,
    toolsFromPython: true,
    ...(timeout !== undefined && { timeout }),
  });
  const shared = { ai, model, instruction, tools };
  let chat = (api === 'interactions' ? openInteractionsChat : openContentsChat)({ ...shared, history });

  async function send(question: Question): Promise<void> {
    question.signal.throwIfAborted();
    try {
      await chat.send(question);
    } catch (error) {
      if (api !== 'interactions' || !lacksInteractions(error)) throw error;
      question.onNote?.(NO_INTERACTIONS);
      chat = openContentsChat({ ...shared, history: chat.history() });
      await chat.send(question);
    }
  }

  async function ask(question: Question): Promise<void> {
    try {
      await send(question);
    } catch (error) {
      throw await withKnownModels(error, remote);
    }
  }

  const answers = new Mutex();
  return {
    ask: (question) => answers.run(() => ask(question)),
    history: () => chat.history(),
  };
};

const NO_INTERACTIONS =
  'This address has no Interactions API, so generateContent was asked. Choose it in Settings to ask it at once.';
