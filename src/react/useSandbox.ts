import { useEffect, useRef, useState } from 'react';
import type { SandboxOptions, SandboxProgress } from '../sandbox/options.ts';
import { Sandbox } from '../sandbox/sandbox.ts';

/** What {@link useSandbox} gives. */
export interface SandboxState {
  /** `'starting'` also on a server; `'failed'` has an `error`. */
  status: 'starting' | 'ready' | 'failed';
  /** The sandbox, once it is ready. Your component must not close it. */
  sandbox?: Sandbox;
  /** What the sandbox does until it is ready, and later on when it loads packages. */
  progress?: SandboxProgress;
  /** Why there is no sandbox: what `Sandbox.create` threw. */
  error?: unknown;
}

/** Options of {@link useSandbox}. */
export interface UseSandboxOptions extends Omit<SandboxOptions, 'signal'> {
  /**
   * Whether a sandbox is wanted now. With `false`, none is created, and one that is there is closed.
   * @default true
   */
  enabled?: boolean;
}

const STARTING: SandboxState = { status: 'starting' };

/**
 * Creates a sandbox when the component is mounted, and closes it when the component is unmounted.
 *
 * @param options of `Sandbox.create`, as they are when the sandbox is created: for others, give the component another `key`
 * @example
 * ```ts
 * import { usePython, useSandbox } from 'glovebox/react';
 *
 * export function useSteps(): boolean {
 *   const sandbox = useSandbox({ preload: ['numpy'] });
 *   const load = usePython('import numpy\nrows = numpy.eye(3)', { sandbox });
 *   const sum = usePython(load.status === 'done' ? 'float(rows.sum())' : undefined, { sandbox });
 *   return sum.result?.value === 3;
 * }
 * ```
 */
export function useSandbox({ enabled = true, ...options }: UseSandboxOptions = {}): SandboxState {
  const [state, setState] = useState(STARTING);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    if (!enabled) return;
    const life = new AbortController();
    const { signal } = life;
    const update = (change: Partial<SandboxState>) => {
      if (!signal.aborted) setState((before) => ({ ...before, ...change }));
    };
    const onProgress = (progress: SandboxProgress) => {
      update({ progress });
      latest.current.onProgress?.(progress);
    };
    const creating = Sandbox.create({ ...latest.current, onProgress, signal });
    creating.then(
      (sandbox) => update({ status: 'ready', sandbox }),
      (error: unknown) => update({ status: 'failed', error }),
    );
    return () => {
      life.abort(new DOMException('The component was unmounted.', 'AbortError'));
      creating.then(
        (sandbox) => sandbox.close(),
        () => {},
      );
      setState(STARTING);
    };
  }, [enabled]);
  return state;
}
