import { RefCount } from '../async/refCount.ts';
import type { EngineState } from '../chat/python/lazySandbox.ts';
import { LazySandbox } from '../chat/python/lazySandbox.ts';
import type { SandboxOptions } from '../sandbox/options.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** A sandbox, and who uses it. It says `change` when there is news of its engine. */
export class SharedSandbox extends EventTarget {
  readonly #engine: LazySandbox;
  readonly #giveUp = new AbortController();
  #created: Sandbox | undefined;
  readonly #users: RefCount;

  constructor(options: () => Promise<SandboxOptions>, onUnused: () => void) {
    super();
    this.#users = new RefCount(() => {
      onUnused();
      this.#giveUp.abort(new DOMException('Nobody uses it any more.', 'AbortError'));
      this.#created?.close();
    });
    this.#engine = new LazySandbox(
      async (more) => {
        const [own, { Sandbox }] = await Promise.all([options(), import('../sandbox/sandbox.ts')]);
        this.#created = await Sandbox.create({ ...own, ...more, signal: this.#giveUp.signal });
        if (this.#giveUp.signal.aborted) await this.#created.close();
        return this.#created;
      },
      () => this.dispatchEvent(new Event('change')),
    );
  }

  get state(): EngineState {
    return this.#engine.state;
  }

  /** The sandbox, once it is ready. Starts to load it where nothing has; after a failure, tries again. */
  sandbox(): Promise<Sandbox> {
    return this.#engine.sandbox();
  }

  /** Starts to load it, where nothing has. */
  preload(): void {
    this.#engine.preload();
  }

  /** Has it begin afresh, where it has begun at all. */
  reset(): void {
    this.#engine.reset();
  }

  /** Adds a user, and gives the function that releases it. The last release closes the sandbox. */
  acquire(): () => void {
    return this.#users.acquire();
  }
}

/** By the name of their session. */
const shared = new Map<string, SharedSandbox>();

/**
 * Gives the sandbox of a session, which all cells of its name use together; without a name, one of its own.
 *
 * @param options of the sandbox: the first cell decides
 */
export function acquireSandbox(
  session: string | undefined,
  options: () => Promise<SandboxOptions>,
): { sandbox: SharedSandbox; release: () => void } {
  const known = session === undefined ? undefined : shared.get(session);
  const sandbox = known ?? new SharedSandbox(options, () => session !== undefined && shared.delete(session));
  if (session !== undefined) shared.set(session, sandbox);
  return { sandbox, release: sandbox.acquire() };
}
