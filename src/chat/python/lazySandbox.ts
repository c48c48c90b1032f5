import type { Checkpoint } from '../../sandbox/checkpoint.ts';
import type { SandboxOptions, SandboxProgress } from '../../sandbox/options.ts';
import type { PackageProgress } from '../../sandbox/packages/fetchPlan.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

export type EngineState =
  | { state: 'idle' }
  | { state: 'loading'; progress: BootProgress }
  /** `packages` are on their way, for code that imports them. */
  | { state: 'ready'; python: string; packages?: PackageProgress }
  | { state: 'failed'; error: unknown };

/** What there is to tell before the engine is ready. */
export type BootProgress = Exclude<SandboxProgress, { step: 'packages' | 'ready' | 'snapshot-refused' }>;

export type CreateSandbox = (options: SandboxOptions) => Promise<Sandbox>;

/**
 * The state after a message about progress. Only what is loading progresses: a late message cannot roll back `ready` or `failed`, and
 * a worker that is replaced does not make the whole engine load again.
 */
export function advance(state: EngineState, progress: SandboxProgress): EngineState {
  switch (progress.step) {
    case 'ready':
    case 'snapshot-refused':
      return state;
    case 'packages': {
      if (state.state !== 'ready') return state;
      const { step: _, ...packages } = progress;
      const { python } = state;
      return packages.loaded < packages.total ? { state: 'ready', python, packages } : { state: 'ready', python };
    }
    default:
      return state.state === 'loading' ? { state: 'loading', progress } : state;
  }
}

/** A sandbox that waits to be used in the place of another. */
export interface Successor {
  takeOver(): void;
  /** Gives it up. */
  close(): void;
}

/** The sandbox of one page: made once, when it is first wanted; made anew when that failed. */
export class LazySandbox {
  readonly #create: CreateSandbox;
  readonly #onChange: () => void;
  #state: EngineState = { state: 'idle' };
  #sandbox: Promise<Sandbox> | undefined;
  #refusal: string | undefined;

  constructor(create: CreateSandbox, onChange: () => void) {
    this.#create = create;
    this.#onChange = onChange;
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Why a snapshot could not be made or used, where one could not: the latest reason. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** The sandbox, once it is ready. Starts to load it where nothing has; after a failure, tries again. */
  sandbox(): Promise<Sandbox> {
    if (!this.#sandbox || this.#state.state === 'failed') this.#sandbox = this.#load();
    return this.#sandbox;
  }

  /** Starts to load, where nothing has. The outcome is in {@link state}. */
  preload(): void {
    this.sandbox().catch(() => {});
  }

  /** Has Python begin afresh, where it has begun at all. */
  reset(): void {
    if (!this.#sandbox || this.#state.state === 'failed') return;
    this.#sandbox = this.#begunAfresh(this.#sandbox);
    this.#sandbox.catch((error: unknown) => this.#change({ state: 'failed', error }));
  }

  /** Gives a sandbox up that is ready; the next use makes another. */
  close(): void {
    if (this.#state.state !== 'ready') return;
    this.#sandbox?.then(
      (sandbox) => sandbox.close(),
      () => {},
    );
    this.#sandbox = undefined;
    this.#change({ state: 'idle' });
  }

  /** Gives up whatever sandbox there is or is to be: for an engine that is not used any more. */
  end(): void {
    this.#sandbox?.then(
      (sandbox) => sandbox.close(),
      () => {},
    );
  }

  /**
   * Makes a sandbox that goes on from a checkpoint, beside the one that is there.
   *
   * @throws SnapshotError where the checkpoint is of another build, or damaged
   */
  async resume(from: Checkpoint): Promise<Successor> {
    let isUsed = false;
    const sandbox = await this.#create({ from, onProgress: (progress) => isUsed && this.#follow(progress) });
    return {
      takeOver: () => {
        isUsed = true;
        this.#replace(sandbox);
      },
      close: () => void sandbox.close(),
    };
  }

  #replace(sandbox: Sandbox): void {
    const closed = this.#sandbox?.then(
      (replaced) => replaced.close(),
      () => {},
    );
    // Both may be kept under one name: the one that goes must have written its last.
    this.#sandbox = Promise.resolve(closed).then(() => sandbox);
    this.#change({ state: 'ready', python: sandbox.pythonVersion });
  }

  async #begunAfresh(current: Promise<Sandbox>): Promise<Sandbox> {
    const sandbox = await current;
    await sandbox.reset();
    return sandbox;
  }

  async #load(): Promise<Sandbox> {
    this.#change({ state: 'loading', progress: { step: 'download', loaded: 0, total: 0 } });
    try {
      const sandbox = await this.#create({ onProgress: (progress) => this.#follow(progress) });
      this.#change({ state: 'ready', python: sandbox.pythonVersion });
      return sandbox;
    } catch (error) {
      this.#change({ state: 'failed', error });
      throw error;
    }
  }

  #follow(progress: SandboxProgress): void {
    if (progress.step === 'snapshot-refused') this.#refusal = progress.reason;
    this.#change(advance(this.#state, progress));
  }

  #change(state: EngineState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#onChange();
  }
}
