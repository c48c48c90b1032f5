import { abortable } from '../../async/abort.ts';
import type { RunResult } from '../../sandbox/result.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { addDisplay, addOutput } from '../cellOutput.ts';
import { requestInput } from '../inputRequest.ts';
import { type CodeEntry, cutOff, endOwnRun } from '../transcript.ts';

interface CodeRun extends Pick<CodeEntry, 'code' | 'language'> {
  sandbox: () => Promise<Sandbox>;
  /** Time limit, in ms. */
  timeout: number | undefined;
  signal: AbortSignal;
  /** Changes the entry that shows the run. */
  change: (next: (entry: CodeEntry) => CodeEntry) => void;
}

/**
 * Runs code for the user, and shows its output in an entry.
 *
 * @throws the signal's reason, or the error of an engine that cannot be loaded
 */
export async function runCode({ code, language, sandbox, timeout, signal, change }: CodeRun): Promise<RunResult> {
  try {
    const ready = await abortable(sandbox(), signal);
    const result = await ready.run(code, {
      language: language === 'JAVASCRIPT' ? 'javascript' : 'python',
      signal,
      ...(timeout !== undefined && { timeout }),
      onOutput: ({ stream, text }) => change((entry) => addOutput(entry, { stream, text })),
      onDisplay: (display) => change((entry) => addDisplay(entry, display)),
      onInput: (prompt) => requestInput(prompt, change),
    });
    change((entry) => endOwnRun(entry, result));
    return result;
  } catch (error) {
    change(cutOff);
    throw error;
  }
}
