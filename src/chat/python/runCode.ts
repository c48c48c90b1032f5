import { abortable } from '../../async/abort.ts';
import { importChunk } from '../../async/importChunk.ts';
import type { RunOptions } from '../../sandbox/options.ts';
import type { RunResult } from '../../sandbox/result.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Tool } from '../../sandbox/tools/tool.ts';
import { addDisplay, addOutput, clearOutput } from '../cellOutput.ts';
import { type CodeEntry, cutOff, endOwnRun } from '../transcript.ts';
import { UserQuestions } from '../userQuestions.ts';

export interface CodeRun extends Pick<CodeEntry, 'code' | 'language'> {
  sandbox: () => Promise<Sandbox>;
  /** Time limit, in ms. */
  timeout: number | undefined;
  /** Functions of the page that the code can call. */
  tools: Readonly<Record<string, Tool>>;
  signal: AbortSignal;
  /** Changes the entry that shows the run. */
  change: (next: (entry: CodeEntry) => CodeEntry) => void;
}

/**
 * Runs code for the user, and shows its output in an entry.
 *
 * @throws the signal's reason, or the error of an engine that cannot be loaded
 */
export async function runCode({
  code,
  language,
  sandbox,
  timeout,
  tools,
  signal,
  change,
}: CodeRun): Promise<RunResult> {
  try {
    const ready = await abortable(sandbox(), signal);
    const questions = new UserQuestions();
    const options: RunOptions = {
      language: language === 'JAVASCRIPT' ? 'javascript' : 'python',
      signal,
      ...(timeout !== undefined && { timeout }),
      onOutput: ({ stream, text }) => change((entry) => addOutput(entry, { stream, text })),
      onDisplay: (display) => change((entry) => addDisplay(entry, display)),
      onClearOutput: () => change(clearOutput),
      onInput: (prompt) => questions.input(prompt, change),
      onApproval: (call) => questions.approval(call, change),
    };
    const result = await runWith(tools, ready, code, options);
    change((entry) => endOwnRun(entry, result));
    return result;
  } catch (error) {
    change(cutOff);
    throw error;
  }
}

/** Runs code in its turn among the programs of models, which may have functions of their own. Most pages have none. */
async function runWith(
  tools: CodeRun['tools'],
  sandbox: Sandbox,
  code: string,
  options: RunOptions,
): Promise<RunResult> {
  if (Object.keys(tools).length === 0) return sandbox.run(code, options);
  const { RunQueue } = await importChunk(() => import('../../answer/loop/runQueue.ts'));
  return RunQueue.of(sandbox).run(code, options, { files: [], tools });
}
