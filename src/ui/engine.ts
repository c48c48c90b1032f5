import type { PackageProgress } from '../sandbox/packages/loader.ts';
import type { Sandbox, SandboxOptions, SandboxProgress } from '../sandbox/sandbox.ts';

export type EngineState =
  | { state: 'idle' }
  | { state: 'loading'; progress: BootProgress }
  /** `packages` are on their way, for code that imports them. */
  | { state: 'ready'; python: string; packages?: PackageProgress }
  | { state: 'failed'; error: unknown };

/** What there is to tell before the engine is ready. */
export type BootProgress = Exclude<SandboxProgress, { step: 'packages' | 'ready' }>;

export type CreateSandbox = (options: SandboxOptions) => Promise<Sandbox>;

/**
 * The state after a message about progress. Only what is loading progresses: a late message cannot roll back `ready` or `failed`, and
 * a worker that is replaced does not make the whole engine load again.
 */
export function advance(state: EngineState, progress: SandboxProgress): EngineState {
  switch (progress.step) {
    case 'ready':
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

/** The sandbox of one page: made once, when it is first wanted; made anew when that failed. */
export class Engine {
  readonly #create: CreateSandbox;
  readonly #onChange: () => void;
  #state: EngineState = { state: 'idle' };
  #sandbox: Promise<Sandbox> | undefined;

  constructor(create: CreateSandbox, onChange: () => void) {
    this.#create = create;
    this.#onChange = onChange;
  }

  get state(): EngineState {
    return this.#state;
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

  async #load(): Promise<Sandbox> {
    this.#change({ state: 'loading', progress: { step: 'download', loaded: 0, total: 0 } });
    try {
      const sandbox = await this.#create({ onProgress: (progress) => this.#change(advance(this.#state, progress)) });
      this.#change({ state: 'ready', python: sandbox.pythonVersion });
      return sandbox;
    } catch (error) {
      this.#change({ state: 'failed', error });
      throw error;
    }
  }

  #change(state: EngineState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#onChange();
  }
}
