import { RefCount } from '../../async/refCount.ts';
import type { EngineState } from '../../chat/python/lazySandbox.ts';
import { LazySandbox } from '../../chat/python/lazySandbox.ts';
import type { SandboxOptions } from '../../sandbox/options.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

/** A sandbox that cells share. Each change of its engine dispatches `change`. */
export class SharedSandbox extends EventTarget {
  readonly #lazySandbox: LazySandbox;
  readonly #closing = new AbortController();
  #created: Sandbox | undefined;
  readonly #users: RefCount;

  constructor(options: () => Promise<SandboxOptions>, onUnused: () => void) {
    super();
    this.#users = new RefCount(() => {
      onUnused();
      this.#closing.abort(new DOMException('The last cell that used it was removed.', 'AbortError'));
      this.#created?.close();
    });
    this.#lazySandbox = new LazySandbox(
      async (more) => {
        const [own, { Sandbox }] = await Promise.all([options(), import('../../sandbox/sandbox.ts')]);
        this.#created = await Sandbox.create({ ...own, ...more, signal: this.#closing.signal });
        if (this.#closing.signal.aborted) await this.#created.close();
        return this.#created;
      },
      () => this.dispatchEvent(new Event('change')),
    );
  }

  get state(): EngineState {
    return this.#lazySandbox.state;
  }

  /** Resolves to the sandbox when it is ready. Starts to load it if nothing has; after a failure, tries again. */
  sandbox(): Promise<Sandbox> {
    return this.#lazySandbox.sandbox();
  }

  /** Starts to load it if nothing has. */
  preload(): void {
    this.#lazySandbox.preload();
  }

  /** Resets it, if it was started. */
  reset(): void {
    this.#lazySandbox.reset();
  }

  /** Adds a user, and returns the function that releases it. The last release closes the sandbox. */
  acquire(): () => void {
    return this.#users.acquire();
  }
}

/** By name of the session. */
const shared = new Map<string, SharedSandbox>();

/**
 * Returns the sandbox of a session, which cells with the same name share; without a name, a new sandbox.
 *
 * @param options for the sandbox, if this is its first cell
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
