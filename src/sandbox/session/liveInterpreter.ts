import { abortable } from '../../async/abort.ts';
import { InvalidOptionError, SandboxResetError, SnapshotError, WorkerDiedError } from '../../errors.ts';
import type { EngineLease, InterpreterListener } from '../engine/engine.ts';
import type { SandboxProgress } from '../options.ts';
import type { Packages } from '../packages/packages.ts';
import { History, type Losses, mergeLosses, NOTHING_LOST, type State } from './history.ts';
import type { Interpreter, Versions } from './interpreter.ts';

const REPLACED = 'Python had to be replaced to end the run before this one. Variables are gone.';
const RELEASED = 'The worker of the idle session was released.';
const LOST = 'Python broke down and had to be replaced. These runs have lost their variables and files:';

interface LiveInterpreterOptions {
  lease: EngineLease;
  packages: Packages;
  /** Bytes to which its memory may grow. */
  memoryLimit: number;
  /** Bytes that snapshots of earlier states may take. */
  checkpointMemory: number;
  onProgress: (progress: SandboxProgress) => void;
  /** Called if runs are lost that the calls now waiting were written after. */
  onRunsLost: (error: WorkerDiedError) => void;
}

/** The session's Python interpreter. One that dies is replaced by another that goes on from the latest snapshot. */
export class LiveInterpreter {
  readonly listener: InterpreterListener;
  readonly #options: LiveInterpreterOptions;
  #history: History;
  /** Losses that no result has named yet. */
  #losses = NOTHING_LOST;
  #current: Interpreter;

  /** @param beginning the state to go on from; without it, the session begins afresh */
  constructor(options: LiveInterpreterOptions, beginning?: State) {
    const { checkpointMemory, onProgress } = options;
    this.#options = options;
    this.listener = {
      onBootStep: (step) => onProgress({ step }),
      onSnapshotRefused: (reason) => onProgress({ step: 'snapshot-refused', reason }),
    };
    this.#history = new History(checkpointMemory, beginning);
    this.#current = this.#startFromLatest();
  }

  get current(): Interpreter {
    return this.#current;
  }

  get history(): History {
    return this.#history;
  }

  /**
   * Waits for the first interpreter.
   *
   * @param isStateChosen whether the page chose the state to go on from: if that is refused, this rejects
   * @throws SnapshotError, EngineBootError, or the reason of either signal
   */
  async whenFirstReady(isStateChosen: boolean, session: AbortSignal, signal?: AbortSignal): Promise<Versions> {
    if (isStateChosen) return abortable(this.#current.ready, signal);
    const interpreter = await this.whenReady(session, signal);
    // `onProgress` was told, and there was no run to lose.
    this.#losses = NOTHING_LOST;
    return interpreter.ready;
  }

  /**
   * Waits for the interpreter. One that died while idle is replaced. If it can't go on from its snapshot, another begins afresh.
   *
   * @throws EngineBootError, or the reason of either signal
   */
  async whenReady(session: AbortSignal, signal?: AbortSignal): Promise<Interpreter> {
    const interpreter = this.#current;
    signal?.throwIfAborted();
    if (interpreter.isReady) return interpreter;
    try {
      await abortable(interpreter.ready, signal);
    } catch (error) {
      if (!(error instanceof SnapshotError)) throw error;
      session.throwIfAborted();
      this.listener.onSnapshotRefused(error.message);
      this.#losses = mergeLosses(this.#history.clear(), this.#losses);
      this.#current = this.#start();
      return this.whenReady(session, signal);
    }
    if (!interpreter.ended) return interpreter;
    session.throwIfAborted();
    this.replace();
    return this.whenReady(session, signal);
  }

  /** Goes on from the latest snapshot. Calls that wait are rejected if the variables that they were written for are gone. */
  replace(): void {
    const losses = this.#history.rollBack();
    this.#losses = mergeLosses(this.#losses, losses);
    this.#current = this.#startFromLatest();
    if (losses.runs.length > 0) this.#options.onRunsLost(new WorkerDiedError(REPLACED, { lostRuns: losses.runs }));
  }

  /** Ends the interpreter if the latest state has all of the session: the next call goes on from that. */
  releaseIfCaptured(): void {
    const { isCurrent, latest, snapshots } = this.#history;
    if (!isCurrent || latest?.snapshot.lost.length !== 0) return;
    this.#current.end(new WorkerDiedError(RELEASED));
    for (const snapshot of snapshots) this.#options.lease.compact(snapshot);
  }

  /** Gives the losses, to be reported once. */
  takeLosses(): Losses {
    const losses = this.#losses;
    this.#losses = NOTHING_LOST;
    return losses;
  }

  /** Rejects calls that were written for variables lost since. @throws WorkerDiedError */
  throwIfRunsLost(): void {
    if (this.#losses.runs.length === 0) return;
    const { runs: lostRuns } = this.takeLosses();
    throw new WorkerDiedError(`${LOST} ${lostRuns.join(', ')}.`, { lostRuns });
  }

  /** Begins again without variables, files and packages. */
  startAfresh(): void {
    this.#history.clear();
    this.#losses = NOTHING_LOST;
    this.#current.end(new SandboxResetError());
    this.#current = this.#start();
  }

  /**
   * Goes on from another state. If it is refused, nothing changes.
   *
   * @throws SnapshotError, or the signal's reason
   */
  async restore(state: State, session: AbortSignal): Promise<void> {
    const restored = this.#resume(state);
    try {
      await abortable(restored.ready, session);
      session.throwIfAborted();
    } catch (error) {
      restored.end(error);
      state.snapshot.release();
      throw error;
    }
    this.#history.clear();
    this.#losses = NOTHING_LOST;
    this.#history = new History(this.#options.checkpointMemory, state);
    const replaced = this.#current;
    this.#current = restored;
    replaced.end(new SandboxResetError());
  }

  /**
   * Goes back to before the last `runs` runs.
   *
   * @throws InvalidOptionError unless there were so many runs; SnapshotError if that state was not captured, or dropped
   */
  async rewind(runs: number, session: AbortSignal): Promise<void> {
    const { runs: max } = this.#history;
    if (!Number.isInteger(runs) || runs < 1 || runs > max) {
      throw new InvalidOptionError(`rewind() takes a number of runs from 1 to ${max}, not ${runs}.`);
    }
    this.#history.rewind(runs);
    this.#current.end(new SandboxResetError());
    this.#current = this.#startFromLatest();
    await this.whenReady(session);
  }

  #startFromLatest(): Interpreter {
    const { latest } = this.#history;
    return latest ? this.#resume(latest) : this.#start();
  }

  #start(): Interpreter {
    const { lease, memoryLimit } = this.#options;
    return this.#announceReady(lease.startInterpreter({ memoryLimit }, this.listener));
  }

  #resume({ snapshot, packages }: State): Interpreter {
    const { lease, memoryLimit, packages: installer } = this.#options;
    const interpreter = lease.resumeInterpreter(snapshot.number, { memoryLimit }, this.listener);
    installer.inherit(interpreter, packages);
    return this.#announceReady(interpreter);
  }

  #announceReady(interpreter: Interpreter): Interpreter {
    interpreter.ready.then(
      () => this.#options.onProgress({ step: 'ready' }),
      () => {},
    );
    return interpreter;
  }
}
