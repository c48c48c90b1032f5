import { abortable, whenAborted } from '../../async/abort.ts';
import { addOutput } from '../../chat/cellOutput.ts';
import { type CodeRun, runCode } from '../../chat/python/runCode.ts';
import { cutOff, endOwnRun } from '../../chat/transcript.ts';
import { widgetCell } from '../../language/en/embedded/widgetCell.ts';
import { fill } from '../../language/fill.ts';
import type { RunResult } from '../../sandbox/result.ts';
import type { CellSession } from './cellSession.ts';
import { fetchPageFile } from './pageFiles.ts';

export interface CellRun extends Omit<CodeRun, 'sandbox'> {
  /** The cells whose code has to run first, in order. */
  dependencies: readonly Dependency[];
  session: CellSession;
  /** Files that the code reads. */
  files: readonly URL[];
  /** Programs that run first, without output. */
  setup: readonly string[];
  /** Called when everything is ready, before the code runs. */
  onRun: () => void;
}

/** A cell on which another depends. */
export interface Dependency {
  readonly id: string;
  /** Gives the result of its code, which runs unless it has run. `undefined` if it was stopped. */
  run(): Promise<RunResult | undefined>;
  stop(): void;
}

/** Why the code of a cell has not run. */
interface Obstacle {
  /** How the code failed that runs before it. */
  result: RunResult;
  /** For the user. */
  text: string;
}

/**
 * Runs the code of a cell after what it needs: the cells that it depends on, its files and its setup.
 *
 * @returns the result of the code, or of what failed before it
 * @throws the signal's reason, or the error of an engine or a file that cannot be loaded
 */
export async function runCell(run: CellRun): Promise<RunResult> {
  const { session, change } = run;
  let obstacle: Obstacle | undefined;
  try {
    obstacle = (await runDependencies(run)) ?? (await prepare(run));
  } catch (error) {
    change(cutOff);
    throw error;
  }
  if (!obstacle) {
    run.onRun();
    return runCode({ ...run, sandbox: () => session.python.sandbox() });
  }
  const { result, text } = obstacle;
  change((entry) => endOwnRun(addOutput(entry, { stream: 'stderr', text }), result));
  return result;
}

async function runDependencies({ dependencies, signal }: CellRun): Promise<Obstacle | undefined> {
  for (const dependency of dependencies) {
    const stopListening = whenAborted(signal, () => dependency.stop());
    const result = await abortable(dependency.run(), signal).finally(stopListening);
    if (!result) throw new DOMException(`The cell "${dependency.id}" was stopped.`, 'AbortError');
    if (!result.ok) {
      return { result, text: `${fill(widgetCell.cellFailed, { cell: dependency.id, reason: reasonOf(result) })}\n` };
    }
  }
  return undefined;
}

async function prepare({ session, files, setup, language, timeout, signal }: CellRun): Promise<Obstacle | undefined> {
  if (files.length === 0 && setup.length === 0) return undefined;
  await abortable(session.addFiles(files, fetchPageFile), signal);
  const sandbox = await abortable(session.python.sandbox(), signal);
  for (const code of setup) {
    const result = await sandbox.run(code, {
      language: language === 'JAVASCRIPT' ? 'javascript' : 'python',
      signal,
      ...(timeout !== undefined && { timeout }),
    });
    if (!result.ok) return { result, text: `${widgetCell.setupFailed}\n${result.stderr}` };
  }
  return undefined;
}

function reasonOf({ status, error }: RunResult): string {
  if (status === 'timeout') return widgetCell.timedOut;
  return error ? `${error.type}: ${error.message}` : '';
}
