import { errorMessage } from '../../errors.ts';
import type { Checkpoint } from '../../sandbox/checkpoint.ts';
import type { SandboxOptions } from '../../sandbox/options.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { type CreateSandbox, LazySandbox, type Successor } from '../python/lazySandbox.ts';
import type { Autosave, AutosaveProblem } from '../storage/autosave.ts';
import type { ConversationStore } from '../storage/conversationStore.ts';
import { areSameLimits, limitsOf } from './liveAccess.ts';
import type { LiveSettings } from './settings.ts';

interface LivePythonOptions {
  createSandbox: CreateSandbox;
  store: ConversationStore | undefined;
  autosave: Autosave | undefined;
  settings: () => LiveSettings;
  onChange: () => void;
}

/** Creates the Python of live conversations: within the limits of the settings, and saved with each conversation. */
export class LivePython {
  readonly #options: LivePythonOptions;
  /** The settings with which each sandbox was created. */
  readonly #settings = new WeakMap<LazySandbox, LiveSettings>();

  constructor(options: LivePythonOptions) {
    this.#options = options;
  }

  /** @param savedId returns the conversation's id; it is called when the sandbox is created */
  create(savedId: () => string): LazySandbox {
    const create = (options: SandboxOptions) => {
      this.#settings.set(python, this.#options.settings());
      return this.#createSandbox(savedId(), options);
    };
    const python = new LazySandbox(create);
    python.addEventListener('change', this.#options.onChange);
    return python;
  }

  /** Returns the sandbox. If the limits in the settings have changed, a new one continues from a checkpoint of the old one. */
  async sandbox(python: LazySandbox): Promise<Sandbox> {
    const sandbox = await python.sandbox();
    const settings = this.#options.settings();
    if (areSameLimits(this.#settings.get(python) ?? settings, settings)) return sandbox;
    try {
      const successor = await whileHeld(await sandbox.checkpoint(), (checkpoint) => python.resume(checkpoint));
      successor.takeOver();
    } catch (error) {
      this.#settings.set(python, settings);
      this.#options.autosave?.report({ type: 'limits-not-applied', reason: errorMessage(error) });
    }
    return python.sandbox();
  }

  /** Returns the variables and files of Python as a file; `undefined`, and a report, if they cannot be captured. */
  async capture(python: LazySandbox): Promise<Blob | undefined> {
    try {
      const sandbox = await python.sandbox();
      return await whileHeld(await sandbox.checkpoint(), (checkpoint) => checkpoint.toBlob());
    } catch (error) {
      this.#options.autosave?.report({ type: 'file-without-python', reason: errorMessage(error) });
      return undefined;
    }
  }

  /** Starts a sandbox from a captured file, beside the one that is in use. */
  async resume(python: LazySandbox, file: Blob): Promise<{ successor?: Successor; problem?: AutosaveProblem }> {
    try {
      const { Checkpoint } = await import('../../sandbox/checkpoint.ts');
      const held = await Checkpoint.fromBlob(file);
      return { successor: await whileHeld(held, (checkpoint) => python.resume(checkpoint)) };
    } catch (error) {
      return { problem: { type: 'python-not-restored', reason: errorMessage(error) } };
    }
  }

  async #createSandbox(savedId: string, options: SandboxOptions): Promise<Sandbox> {
    const { createSandbox, store, autosave, settings } = this.#options;
    const limits = limitsOf(settings());
    // The sandbox starts from what is stored, so pending writes must end first.
    await autosave?.done;
    // A tab that has the name has given the conversation up, and its Python with it.
    return createSandbox({
      ...options,
      ...limits,
      ...(store && { persist: store.pythonName(savedId), takeOver: true }),
    });
  }
}

/** Releases a checkpoint after its use. With `using`, the widget's first load would have a helper for older browsers. */
async function whileHeld<Value>(
  checkpoint: Checkpoint,
  use: (checkpoint: Checkpoint) => Promise<Value>,
): Promise<Value> {
  try {
    return await use(checkpoint);
  } finally {
    checkpoint.release();
  }
}
