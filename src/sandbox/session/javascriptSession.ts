import { abortable } from '../../async/abort.ts';
import { notifyListener } from '../../async/notifyListener.ts';
import { EngineBootError, wrapErrors } from '../../errors.ts';
import type { Frame } from '../frame/frame.ts';
import type { RunResult } from '../result.ts';
import type { ToolSettings } from '../tools/toolCalls.ts';
import type { Interpreter } from './interpreter.ts';
import { runCode, type SessionRun } from './run.ts';

/** Variables that a checkpoint's list of losses names. */
const MAX_NAMES = 20;

/**
 * The JavaScript of a session: a worker of its own in the sealed frame, started when it is first needed. It shares only the files with
 * Python, by way of the host. Its variables live as long as the worker does, and can't be captured.
 */
export class JavaScriptSession {
  readonly #frame: Frame;
  readonly #tools: ToolSettings;
  readonly #onFilesChanged: () => void;
  #interpreter: Interpreter | undefined;
  /** The version of the tools that the worker knows; `undefined` if it knows none. */
  #knownTools: number | undefined;
  /** The numbers of the runs whose variables exist. */
  readonly #runs: number[] = [];
  /** Their names; `undefined` after a run that was stopped. */
  #variables: readonly string[] | undefined = [];
  /** The numbers of runs whose variables are gone, and that no result has named yet. */
  #lostRuns: number[] = [];
  #ended = new AbortController();

  /** @param onFilesChanged called when a run has written or removed files */
  constructor(frame: Frame, tools: ToolSettings, onFilesChanged: () => void) {
    this.#frame = frame;
    this.#tools = tools;
    this.#onFilesChanged = onFilesChanged;
  }

  /** A sentence on the variables that a checkpoint can't hold, if there are any. */
  get lost(): string[] {
    if (!this.#variables) return ['Variables of JavaScript.'];
    if (this.#variables.length === 0) return [];
    const names = this.#variables.slice(0, MAX_NAMES).join(', ');
    const others = this.#variables.length - MAX_NAMES;
    return [`Variables of JavaScript: ${names}${others > 0 ? ` and ${others} others` : ''}.`];
  }

  /** @throws what `Sandbox.run` does */
  async run(request: SessionRun): Promise<RunResult> {
    const { run, timeout, options, python } = request;
    const { interpreter, JavaScriptFiles } = await abortable(this.#ready(), options.signal);
    const files = new JavaScriptFiles(python);
    this.#variables = undefined;
    try {
      const { reply, collected, killed } = await runCode(interpreter, {
        ...request,
        tools: this.#tools,
        isReplaceable: () => !this.#frame.closed,
        answerFile: (wanted) => files.answer(wanted),
      });
      if (killed) this.#lose();
      this.#variables = reply.variables ?? [];
      const changed = await files.changed();
      for (const picture of await files.pictures(changed))
        notifyListener(collected.addDisplay(picture), options.onDisplay);
      const losses = { runs: this.#lostRuns.splice(0), files: false };
      return await collected.compose(
        { ...reply, files: changed },
        { run, timeout, undone: killed, losses, language: 'JavaScript', beginsAfresh: true },
      );
    } finally {
      if (!interpreter.ended) this.#runs.push(run);
      if (files.haveChanged) this.#onFilesChanged();
    }
  }

  /** Ends the worker; a run in it rejects with `reason`. The next run starts another, and its result names no losses. */
  end(reason: unknown): void {
    this.#ended.abort(reason);
    this.#ended = new AbortController();
    this.#interpreter?.end(reason);
    this.#interpreter = undefined;
    this.#lose();
    this.#lostRuns = [];
  }

  async #ready() {
    const { PROGRAM, JavaScriptFiles } = await abortable(loadProgram(), this.#ended.signal);
    if (!this.#interpreter || this.#interpreter.ended) {
      this.#lose();
      this.#interpreter = this.#frame.startJavaScript(PROGRAM);
      this.#knownTools = undefined;
    }
    const interpreter = this.#interpreter;
    const { table } = this.#tools;
    if (this.#knownTools !== table.version) {
      this.#knownTools = table.version;
      // It answers once it has started, so that the start does not count for the timeout.
      await interpreter.setTools(await table.describe());
    }
    return { interpreter, JavaScriptFiles };
  }

  #lose(): void {
    this.#lostRuns.push(...this.#runs.splice(0));
    this.#variables = [];
  }
}

/** @throws EngineBootError */
async function loadProgram() {
  const [program, files] = await wrapErrors(
    Promise.all([import('./javascriptProgram.ts'), import('./javascriptFiles.ts')]),
    (reason, cause) => new EngineBootError(`JavaScript could not be started: ${reason}`, cause),
  );
  return { ...program, ...files };
}
