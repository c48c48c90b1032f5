import { RefCount } from '../../async/refCount.ts';
import { LazySandbox } from '../../chat/python/lazySandbox.ts';
import type { SandboxOptions } from '../../sandbox/options.ts';

interface SharedSandbox {
  readonly python: LazySandbox;
  readonly users: RefCount;
}

/** By name of the session. */
const shared = new Map<string, SharedSandbox>();

/**
 * Returns the sandbox of a session, which cells with the same name share; without a name, a new sandbox. The last release closes it.
 *
 * @param options for the sandbox, if this is its first cell
 */
export function acquireSandbox(
  session: string | undefined,
  options: () => Promise<SandboxOptions>,
): { python: LazySandbox; release: () => void } {
  if (session === undefined) return acquire(createShared(options, () => {}));
  const known = shared.get(session) ?? createShared(options, () => shared.delete(session));
  shared.set(session, known);
  return acquire(known);
}

function acquire({ python, users }: SharedSandbox): { python: LazySandbox; release: () => void } {
  return { python, release: users.acquire() };
}

function createShared(options: () => Promise<SandboxOptions>, onUnused: () => void): SharedSandbox {
  const closing = new AbortController();
  const python = new LazySandbox(async (more) => {
    const [own, { Sandbox }] = await Promise.all([options(), import('../../sandbox/sandbox.ts')]);
    return Sandbox.create({ ...own, ...more, signal: closing.signal });
  });
  const users = new RefCount(() => {
    onUnused();
    closing.abort(new DOMException('The last cell that used it was removed.', 'AbortError'));
    python.end();
  });
  return { python, users };
}
