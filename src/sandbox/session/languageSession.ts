import type { RunOptions } from '../options.ts';
import type { RunResult } from '../result.ts';
import type { Interpreter } from './interpreter.ts';

/** One run, with what a session's turn gives it. */
export interface SessionRun {
  /** Its number in the session. */
  run: number;
  code: string;
  /** JSON text of the variables that it begins with. */
  inputs: string;
  /** Milliseconds; `Infinity` for none. */
  timeout: number;
  options: RunOptions;
  /** Has nothing else to do meanwhile: its files are the session's. */
  python: Interpreter;
  /** Aborts when the sandbox is reset or closed. */
  session: AbortSignal;
}

/** The part of a session that one language has. */
export interface LanguageSession {
  /** @throws what `Sandbox.run` does */
  run(run: SessionRun): Promise<RunResult>;
  /** Sends the tools again before the next run. */
  forgetTools(): void;
  /** Ends the interpreter; a run in it rejects with `reason`. */
  end(reason: unknown): void;
}
