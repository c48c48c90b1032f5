import type { CallableTool, HttpOptions } from '@google/genai';
import type { AnswerOptions, Mode } from '../../answer/options.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { History } from './history.ts';
import type { Question } from './modelChat.ts';
import type { LiveSettings, ProviderName } from './settings.ts';

/** How to reach the model. */
export interface Access {
  /** @default 'gemini' */
  provider?: ProviderName;
  /** Empty for a server that needs none, and for the model of the browser. */
  apiKey: string;
  model: string;
  /** For Gemini only. */
  httpOptions?: HttpOptions;
  /** The address of another provider's server, up to the version. */
  baseURL?: string;
  /**
   * The API of Gemini that is asked. On a server without the Interactions API, the chat goes on with `generateContent`.
   * @default 'generateContent'
   */
  api?: LiveSettings['api'];
  /**
   * Where the model's code runs; others than Gemini have it run locally.
   * @default 'local'
   */
  mode?: Mode;
  /**
   * Time limit per run, in ms.
   * @default 30000
   */
  timeout?: number;
  /** Limits for the pictures that the model gets, with Gemini only. */
  pictures?: AnswerOptions['pictures'];
  /** The `systemInstruction`. */
  instruction?: string;
  /** Functions of the page that the model and its Python may call, with `generateContent` only. */
  tools?: readonly CallableTool[];
  /** The earlier turns, if a conversation continues with another key, model, API or provider. */
  history?: History;
}

/** A chat with a model whose code runs in this tab. */
export interface Connection {
  /** Resolves when the answer is complete. Waits until the previous answer has ended, which may take a moment after a stop. */
  ask(question: Question): Promise<void>;
  history(): History;
}

export type OpenSandbox = () => Promise<Sandbox>;
export type Connect = (access: Access, sandbox: OpenSandbox) => Promise<Connection>;
