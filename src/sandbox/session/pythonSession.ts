import { abortable } from '../../async/abort.ts';
import type { EngineLease } from '../engine/engine.ts';
import type { FontSource } from '../fonts/fontRequests.ts';
import { baselineModules } from '../packages/knowledge/baselineModules.ts';
import { PackageError } from '../packages/packageError.ts';
import type { Packages } from '../packages/packages.ts';
import type { PackageFailure } from '../packages/planner.ts';
import type { RunResult } from '../result.ts';
import type { ToolSettings } from '../tools/toolCalls.ts';
import type { AutoCapture } from './autoCapture.ts';
import type { Interpreter } from './interpreter.ts';
import type { LiveInterpreter } from './liveInterpreter.ts';
import { runCode, type SessionRun } from './run.ts';

interface PythonSessionOptions {
  live: LiveInterpreter;
  captures: AutoCapture;
  lease: EngineLease;
  packages: Packages;
  tools: ToolSettings;
  /** Of figures. */
  pixelRatio: number;
  fonts: FontSource;
  /** Whether later interpreters may start with the packages that code imports here. */
  sharesImports: boolean;
}

/** The Python of a session: its runs, with the packages and tools that they need. */
export class PythonSession {
  readonly #options: PythonSessionOptions;
  /** The version of the tools that each interpreter knows. */
  readonly #knownTools = new WeakMap<Interpreter, number>();
  #memory: number | undefined;

  constructor(options: PythonSessionOptions) {
    this.#options = options;
  }

  /** Bytes to which Python's memory had grown when the last run ended, if that is known. */
  get memory(): number | undefined {
    return this.#memory;
  }

  /** @throws what `Sandbox.run` does */
  async run(request: SessionRun): Promise<RunResult> {
    const { run, timeout, options, python, session } = request;
    const { live, captures, lease, tools, pixelRatio, fonts } = this.#options;
    if (!this.#knowsTools(python)) await abortable(this.#sendTools(python), options.signal);
    const missing = await this.#loadPackages(request);
    const started = performance.now();
    try {
      const { reply, collected, killed } = await runCode(python, {
        ...request,
        tools,
        pixelRatio,
        fonts,
        missing,
        isReplaceable: () => !session.aborted && !lease.frame.closed,
      });
      this.#memory = reply.memory;
      if (killed) {
        session.throwIfAborted();
        live.replace();
        await live.whenReady(session);
      }
      const losses = live.takeLosses();
      return await collected.compose(reply, { run, timeout, undone: killed, losses, language: 'Python' });
    } finally {
      captures.budget.addRun(performance.now() - started);
      if (!python.ended) live.history.addRun(run);
    }
  }

  /** Loads and imports modules before the first run. @throws PackageError if one can't be loaded */
  async preload(
    modules: readonly string[],
    python: Interpreter,
    session: AbortSignal,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const code = modules.map((name) => `import ${name}`).join('\n');
    const [failure] = await this.#loadPackages({ code, options: signal ? { signal } : {}, python, session });
    if (failure) throw new PackageError(failure.name, failure.message);
    await abortable(python.importModules([...modules]), session);
  }

  /** Loads a module that code did not ask for, unless it is there. Gives the reason if it can't be loaded. */
  async loadModule(name: string, python: Interpreter, session: AbortSignal): Promise<string | undefined> {
    const { failures } = await this.#options.packages.load(`import ${name}`, python, session);
    return failures[0]?.message;
  }

  /** Ends the interpreter; a run in it rejects with `reason`. */
  end(reason: unknown): void {
    this.#options.live.current.end(reason);
    this.#memory = undefined;
  }

  #knowsTools(python: Interpreter): boolean {
    return this.#options.tools.table.version === (this.#knownTools.get(python) ?? 0);
  }

  async #sendTools(python: Interpreter): Promise<void> {
    const { table } = this.#options.tools;
    const { version } = table;
    await python.setTools(await table.describe());
    this.#knownTools.set(python, version);
  }

  /** @returns the packages that could not be loaded */
  async #loadPackages({
    code,
    options,
    python,
    session,
  }: Pick<SessionRun, 'code' | 'options' | 'python' | 'session'>): Promise<PackageFailure[]> {
    const { packages } = this.#options;
    const before = packages.installedIn(python).length;
    const signal = options.signal ? AbortSignal.any([session, options.signal]) : session;
    const { failures } = await packages.load(code, python, signal);
    if (packages.installedIn(python).length > before) this.#startWithImportsOf(code);
    return failures;
  }

  /** Has later interpreters start with these packages, also on the next visit: they will probably be imported again. */
  #startWithImportsOf(code: string): void {
    const { lease, live, packages, sharesImports } = this.#options;
    if (!sharesImports) return;
    lease.startWith(async (interpreter) => {
      const { modules } = await packages.load(code, interpreter, undefined);
      await interpreter.importModules(baselineModules(modules));
      return packages.installedIn(interpreter);
    }, live.listener);
  }
}
