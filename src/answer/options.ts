import type { CodeExecutor } from '../sandbox/codeExecutor.ts';
import type { ApprovalAnswer, ApprovalRequest } from '../sandbox/tools/approval.ts';
import type { Tool } from '../sandbox/tools/tool.ts';
import type { BeforeRun } from './beforeRun.ts';
import type { CodeLanguage } from './codec/languages.ts';
import type { PictureLimits } from './codec/pictureLimits.ts';
import type { Protocol } from './codec/protocol.ts';
import type { AnswerEvent } from './events.ts';
import type { Environment } from './request/instruction.ts';
import type { RetryOptions } from './retry.ts';

/** All of {@link Mode}. */
export const MODES = ['local', 'server', 'auto'] as const;
/**
 * Where `codeExecution` happens: `'local'` in the sandbox; `'server'` on Google's servers, as without this library; `'auto'` in the sandbox,
 * falling back to Google's servers, or to {@link LocalPythonOptions.fallback}, if a library is missing, memory runs out, or code times out twice.
 *
 * @useDeclaredType
 */
export type Mode = (typeof MODES)[number];

/** All of {@link LocalCodeExecution.behavior}. */
export const BEHAVIORS = ['BLOCKING', 'NON_BLOCKING'] as const;

/** Options of {@link withLocalPython}. */
export interface LocalPythonOptions extends AnswerOptions {
  /**
   * Where code runs: a `Sandbox`, or another {@link CodeExecutor}. A function is called when the model first runs code, and again if that sandbox
   * was closed since.
   */
  sandbox: CodeExecutor | Promise<CodeExecutor> | (() => CodeExecutor | Promise<CodeExecutor>);
  /**
   * Where Python runs in the mode `'auto'` if a browser can't run it, in place of Google's servers: a `JupyterKernel`, for example. The program
   * that failed runs there again, and so do later ones of that answer; the next answer begins in the sandbox. Variables stay where they are, and
   * the model is told. `beforeRun` is asked again, with the place `'fallback'`. `toolsFromPython` has no effect there. A function is called when
   * the fallback is first needed, and again if that place was closed since.
   * @default Google's servers
   */
  fallback?: LocalPythonOptions['sandbox'];
  /**
   * Reads files that a request only refers to (`fileData`, or a block with a `uri`), so that code can read them too. `undefined` tells the
   * model that code can't. Called once per file, and again after a failure, or if the client has forgotten the file; errors are reported as
   * uncaught errors of the page. Not called for files that were uploaded through this client, nor for YouTube videos, which are not files.
   */
  readFile?: (file: FileReference) => Promise<Blob | Uint8Array | undefined>;
}

/** A file that a request refers to, as in `fileData` of a part. */
export interface FileReference {
  fileUri?: string;
  mimeType?: string;
  displayName?: string;
}

/** Options of a client, all of which a request can override with its tool: see {@link LocalCodeExecution}. */
export interface AnswerOptions {
  /** Where `codeExecution` happens. @default 'local' */
  mode?: Mode;
  /**
   * How the model runs code: by calling a function, or by writing code between lines of three backticks, for models that can't call
   * functions.
   * @default 'functions'; 'fences' for models that the API refuses functions for, or functions beside Google's search and URL context
   */
  protocol?: Protocol;
  /** The languages that the model may use, in the spelling of Gemini's API. @default ['PYTHON'] */
  languages?: readonly CodeLanguage[];
  /** Time limit per run, in ms. @default 30000, as on the server */
  timeout?: number;
  /** Failing runs in a row after which the model must answer without running more code. @default 5, as on the server */
  maxFailures?: number;
  /** Runs in one answer after which the model must answer without running more code. @default 50 */
  maxRuns?: number;
  /**
   * Describes the sandbox to the model, below your own `systemInstruction`; `false` for no description.
   * @default a few sentences about versions, libraries, limits, files and tools
   */
  instruction?: string | false | ((environment: Environment) => string);
  /**
   * Maximum size in bytes of a user's text file that the model gets in full. Of larger files it gets the name, the size and the beginning, and
   * reads them with code. `Infinity` for no limit.
   * @default 32768
   */
  textLimit?: number;
  /** Whether Python can call the functions of `CallableTool`s too: `from tools import name`. @default false */
  toolsFromPython?: boolean;
  /**
   * How your app gets the files that code writes: as `file` events (`'events'`), or also as parts of the answer (`'parts'`), which follow the
   * result as `inlineData` with the path as `displayName`. In the Interactions API these are blocks with a `display_name`. At most 20 files and
   * 10,000,000 bytes per run; larger ones are left out. Pictures are parts in any case. The model does not get them.
   * @default 'events'
   */
  files?: 'events' | 'parts';
  /** Limits for the pictures that code makes and the model gets. */
  pictures?: Partial<PictureLimits>;
  /**
   * How to retry requests that fail temporarily. `{ attempts: 1 }` never retries. Replaces the SDK's own `retryOptions`; a single request
   * overrides it with `config.httpOptions.retryOptions`.
   */
  retry?: Partial<RetryOptions>;
  /**
   * Answers `input()` in the model's code. The timeout pauses until it answers. `id` and `answer` are those of the code's events. Python gets an
   * `EOFError` if the option is missing, or the function gives `null` or throws.
   */
  onInput?: (prompt: string, run: { id: number; answer: number }) => string | null | Promise<string | null>;
  /**
   * Functions of your app that Python can call, besides those of the sandbox: `from tools import name`. The model is told of them.
   * @default none
   */
  tools?: Readonly<Record<string, Tool>>;
  /**
   * Asks a person about calls of tools whose {@link Tool.approve} says so. `id` and `answer` are those of the code's events. Python gets a
   * `ToolRefusedError` if the call is refused.
   * @default that of the sandbox
   */
  onApproval?: (
    request: ApprovalRequest,
    run: { id: number; answer: number },
  ) => ApprovalAnswer | Promise<ApprovalAnswer>;
  /**
   * Decides on each program before it runs in the sandbox: shows it to the user, refuses it, or changes it. The program waits for the decision,
   * without a time limit. A refusal is a failed result with its reason, which doesn't count towards `maxFailures`. After a change,
   * `executableCode` is still the program that the model wrote, and the result begins with the code that ran. If it throws, the program is
   * refused, and the error is reported as an uncaught error of the page. Not called for code on Google's servers.
   * @default every program runs
   */
  beforeRun?: BeforeRun;
  /** Called with each event of an answer. Errors that it throws are reported as uncaught errors of the page. */
  onEvent?: (event: AnswerEvent) => void;
}

/**
 * The tool of a request, with options for this request: `{ codeExecution: { timeout: 5000 } }`, or `{ type: 'code_execution', timeout: 5000 }`
 * in the Interactions API. They replace those of the client, and are never sent. An unknown option is refused with `InvalidOptionError`.
 */
export interface LocalCodeExecution extends AnswerOptions {
  /** Where the code of this request runs. @default the sandbox of the client */
  sandbox?: SandboxChoice;
  /**
   * An answer that failed, to go on with: what {@link partialAnswer} or {@link partialInteraction} gave for the error. Give it with the same
   * model and contents. The answer is then the whole one, and nothing that had a result runs again. `undefined` begins afresh. In the mode
   * `'server'` it has no effect; `live.connect` refuses it.
   */
  resume?: object | undefined;
  /**
   * Whether a Live model waits for results (`'BLOCKING'`) or goes on talking. Only for `live.connect`.
   * @default what the model does by itself: `gemini-3.8-live` goes on
   * @see https://ai.google.dev/gemini-api/docs/live-tools
   */
  behavior?: (typeof BEHAVIORS)[number];
}

/**
 * A sandbox that a request does not share with the whole client: yours, which you close; a fresh one for this answer alone (`'request'`); or
 * one for the chat, or the chain of interactions by `previous_interaction_id` (`'chat'`). The client creates the latter two when code first
 * runs, with the options and tools of its own sandbox, but without variables and files. It closes that of a request at the end of the answer,
 * and that of a chat once the chat was garbage-collected, or 8 others were used since. The model of that chat is told if variables are gone.
 */
export type SandboxChoice = CodeExecutor | Promise<CodeExecutor> | 'request' | 'chat';
