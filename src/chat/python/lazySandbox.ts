import type { Checkpoint } from '../../sandbox/checkpoint.ts';
import type { SandboxOptions, SandboxProgress } from '../../sandbox/options.ts';
import type { PackageProgress } from '../../sandbox/packages/fetchPlan.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

export type EngineState =
  | { state: 'idle' }
  | { state: 'loading'; progress: BootProgress }
  /** `packages` are being downloaded for code that imports them. */
  | { state: 'ready'; python: string; packages?: PackageProgress }
  | { state: 'failed'; error: unknown };

/** Progress before the engine is ready. */
export type BootProgress = Exclude<SandboxProgress, { step: 'packages' | 'ready' | 'snapshot-refused' | 'taken-over' }>;

export type CreateSandbox = (options: SandboxOptions) => Promise<Sandbox>;

/**
 * Returns the state after a progress message. A late message cannot roll back `ready` or `failed`, and replacing a worker does not show
 * the engine as loading again.
 */
function advance(state: EngineState, progress: SandboxProgress): EngineState {
  switch (progress.step) {
    case 'ready':
    case 'snapshot-refused':
    case 'taken-over':
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

/** Milliseconds (five minutes) for which nobody uses a session until it gives its worker back, with some 50 MB and more: a page may have many. */
const RELEASE_AFTER = 300_000;

/** Figures look sharp on this screen. Where there is none, as in Node, they are as on any other. */
function defaults(): Pick<SandboxOptions, 'pixelRatio' | 'releaseAfter'> {
  const { devicePixelRatio = 1 } = globalThis;
  return { pixelRatio: devicePixelRatio > 1 ? 2 : 1, releaseAfter: RELEASE_AFTER };
}

/** A sandbox that is ready to replace another. */
export interface Successor {
  takeOver(): void;
  close(): void;
}

/** A sandbox that is created on first use. After a failure, the next use tries again. Each change of its state dispatches `change`. */
export class LazySandbox extends EventTarget {
  readonly #create: CreateSandbox;
  #state: EngineState = { state: 'idle' };
  #sandbox: Promise<Sandbox> | undefined;
  #refusal: string | undefined;

  constructor(create: CreateSandbox) {
    super();
    this.#create = create;
  }

  get state(): EngineState {
    return this.#state;
  }

  /** The latest reason why a snapshot could not be made or used. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** Resolves to the sandbox when it is ready. Starts to load it if nothing has; after a failure, tries again. */
  sandbox(): Promise<Sandbox> {
    if (!this.#sandbox || this.#state.state === 'failed') this.#sandbox = this.#load();
    return this.#sandbox;
  }

  /** Resolves to the sandbox if it is ready. Loads nothing. */
  async ready(): Promise<Sandbox | undefined> {
    return this.#state.state === 'ready' ? this.sandbox().catch(() => undefined) : undefined;
  }

  /** Starts to load if nothing has. The outcome is in {@link state}. */
  preload(): void {
    this.sandbox().catch(() => {});
  }

  /** Resets Python, if it was started. */
  reset(): void {
    if (!this.#sandbox || this.#state.state === 'failed') return;
    this.#sandbox = this.#resetSandbox(this.#sandbox);
    this.#sandbox.catch((error: unknown) => this.#change({ state: 'failed', error }));
  }

  /** Closes a sandbox that is ready; the next use creates another. */
  close(): void {
    if (this.#state.state !== 'ready') return;
    this.end();
    this.#sandbox = undefined;
    this.#change({ state: 'idle' });
  }

  /** Closes the sandbox, also one that is still loading. It must not be used again. */
  async end(): Promise<void> {
    try {
      await (await this.#sandbox)?.close();
    } catch {
      // It has failed, so there is nothing to close.
    }
  }

  /**
   * Creates a sandbox that continues from a checkpoint, beside the current one.
   *
   * @throws SnapshotError if the checkpoint is damaged or of another build
   */
  async resume(from: Checkpoint): Promise<Successor> {
    let isUsed = false;
    const sandbox = await this.#create({
      from,
      ...defaults(),
      onProgress: (progress) => isUsed && this.#follow(progress),
    });
    return {
      takeOver: () => {
        isUsed = true;
        this.#replace(sandbox);
      },
      close: () => void sandbox.close(),
    };
  }

  #replace(sandbox: Sandbox): void {
    // Both may be stored under one name: the old one has to finish writing first.
    this.#sandbox = this.end().then(() => sandbox);
    this.#change({ state: 'ready', python: sandbox.pythonVersion });
  }

  async #resetSandbox(current: Promise<Sandbox>): Promise<Sandbox> {
    const sandbox = await current;
    await sandbox.reset();
    return sandbox;
  }

  async #load(): Promise<Sandbox> {
    this.#change({ state: 'loading', progress: { step: 'download', loaded: 0, total: 0 } });
    try {
      const sandbox = await this.#create({ ...defaults(), onProgress: (progress) => this.#follow(progress) });
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
    this.dispatchEvent(new Event('change'));
  }
}
