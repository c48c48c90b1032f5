import { errorMessage } from '../../errors.ts';
import type { SandboxOptions } from '../../sandbox/options.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { type CreateSandbox, LazySandbox } from '../python/lazySandbox.ts';
import type { Autosave } from '../storage/autosave.ts';
import type { ConversationStore } from '../storage/conversationStore.ts';
import { areSameLimits, limitsOf } from './liveAccess.ts';
import type { LiveSettings } from './settings.ts';

interface LivePythonContext {
  createSandbox: CreateSandbox;
  shelf: ConversationStore | undefined;
  keeper: Autosave | undefined;
  /** As they are now. */
  settings: () => LiveSettings;
  onChange: () => void;
}

/** Python of the reader's own conversations: within the limits of the settings, and kept with each. */
export class LivePython {
  readonly #context: LivePythonContext;
  /** The settings that an engine's sandbox was made with. */
  readonly #madeWith = new WeakMap<LazySandbox, LiveSettings>();

  constructor(context: LivePythonContext) {
    this.#context = context;
  }

  /** @param keptId gives what its Python is kept under, when it is made */
  engine(keptId: () => string): LazySandbox {
    const create = (options: SandboxOptions) => {
      this.#madeWith.set(engine, this.#context.settings());
      return this.#create(keptId(), options);
    };
    const engine = new LazySandbox(create, this.#context.onChange);
    return engine;
  }

  /** An engine's sandbox. Other limits need another one, which goes on where the one before it is. */
  async sandbox(engine: LazySandbox): Promise<Sandbox> {
    const sandbox = await engine.sandbox();
    const settings = this.#context.settings();
    if (areSameLimits(this.#madeWith.get(engine) ?? settings, settings)) return sandbox;
    try {
      using checkpoint = await sandbox.checkpoint();
      (await engine.resume(checkpoint)).takeOver();
    } catch (error) {
      this.#madeWith.set(engine, settings);
      this.#context.keeper?.tell({ type: 'limits-not-applied', reason: errorMessage(error) });
    }
    return engine.sandbox();
  }

  async #create(keptId: string, options: SandboxOptions): Promise<Sandbox> {
    const { createSandbox, shelf, keeper, settings } = this.#context;
    const limits = limitsOf(settings());
    // What is still being kept is what the sandbox is to begin with.
    await keeper?.done;
    return createSandbox({ ...options, ...limits, ...(shelf && { persist: shelf.pythonName(keptId) }) });
  }
}
