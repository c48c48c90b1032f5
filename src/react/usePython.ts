import { useEffect, useRef, useState } from 'react';
import type { RunOptions } from '../sandbox/options.ts';
import type { RunResult } from '../sandbox/result.ts';
import { type SandboxState, type UseSandboxOptions, useSandbox } from './useSandbox.ts';

/** Options of {@link usePython}. */
export interface UsePythonOptions
  extends Pick<RunOptions, 'inputs' | 'language' | 'timeout' | 'onInput' | 'onToolCall'> {
  /**
   * What `useSandbox` gave, for several programs that share variables and files.
   * @default a sandbox of its own
   */
  sandbox?: SandboxState;
  /** Options of its own sandbox. */
  sandboxOptions?: UseSandboxOptions;
}

/** What {@link usePython} gives. */
export interface PythonState {
  /**
   * `'idle'` without code; `'starting'` until the sandbox is ready; `'running'`; `'done'` with a result, also of code that failed; `'failed'`
   * with an `error` of the sandbox.
   */
  status: 'idle' | 'starting' | 'running' | 'done' | 'failed';
  /** What the program has printed so far. */
  output: string;
  /** The result of the latest run that is over. It stays while the next one runs. */
  result?: RunResult;
  /** Why there is no result: what `Sandbox.create` or `run` threw. */
  error?: unknown;
  /** Runs the program again. */
  rerun(): void;
}

interface Run {
  /** The program that it is of, with its inputs. */
  key: string;
  output: string;
  isOver: boolean;
  result?: RunResult;
  error?: unknown;
}

const NONE: Run = { key: '', output: '', isOver: false };

/**
 * Runs a program when the component is mounted, and again when the program, its inputs, language or timeout change. A run that is under way then
 * is stopped, as it is when the component is unmounted.
 *
 * @param code of the program; nothing runs while it is `undefined` or empty
 * @example
 * ```ts
 * import { usePython } from 'glovebox/react';
 *
 * export function useTotal(prices: number[]): string {
 *   const { status, result, output } = usePython('sum(prices)', { inputs: { prices } });
 *   return status === 'done' ? String(result?.value) : output;
 * }
 * ```
 */
export function usePython(code: string | undefined, options: UsePythonOptions = {}): PythonState {
  const { sandbox: shared, sandboxOptions, inputs, language, timeout } = options;
  const own = useSandbox({ ...sandboxOptions, enabled: shared === undefined && (sandboxOptions?.enabled ?? true) });
  const { sandbox, status, error } = shared ?? own;
  const [run, setRun] = useState(NONE);
  const [again, setAgain] = useState(0);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const key = code ? JSON.stringify([code, inputs, language, timeout, again]) : '';
  useEffect(() => {
    if (!sandbox || key === '') return;
    const stop = new AbortController();
    const update = (change: (before: Run) => Run) => {
      if (!stop.signal.aborted) setRun(change);
    };
    const [code]: [string] = JSON.parse(key);
    const { inputs, language, timeout, onInput, onToolCall } = latest.current;
    setRun(({ result }) => ({ key, output: '', isOver: false, ...(result && { result }) }));
    sandbox
      .run(code, {
        ...(inputs && { inputs }),
        ...(language && { language }),
        ...(timeout !== undefined && { timeout }),
        ...(onInput && { onInput }),
        ...(onToolCall && { onToolCall }),
        signal: stop.signal,
        onOutput: ({ text }) => update((before) => ({ ...before, output: before.output + text })),
      })
      .then(
        (result) => update((before) => ({ ...before, isOver: true, result })),
        (error: unknown) => update(({ key, output }) => ({ key, output, isOver: true, error })),
      );
    return () => stop.abort(new DOMException('The program was replaced, or its component unmounted.', 'AbortError'));
  }, [sandbox, key]);
  return { ...stateOf(key, status, error, run), rerun: () => setAgain((count) => count + 1) };
}

function stateOf(key: string, sandbox: SandboxState['status'], refusal: unknown, run: Run): Omit<PythonState, 'rerun'> {
  const { output, result, error, isOver } = run;
  const kept = result && { result };
  if (key === '') return { status: 'idle', output: '', ...kept };
  if (sandbox === 'failed') return { status: 'failed', output: '', error: refusal };
  if (sandbox === 'starting') return { status: 'starting', output: '', ...kept };
  // The effect that runs it comes after the first rendering with it.
  if (run.key !== key || !isOver) return { status: 'running', output: run.key === key ? output : '', ...kept };
  return result ? { status: 'done', output, result } : { status: 'failed', output, error };
}
