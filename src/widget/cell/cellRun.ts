/** The code of a cell that is loaded when it is first seen. */
import { abortable } from '../../async/abort.ts';
import { addDisplay, addOutput } from '../../chat/cellOutput.ts';
import { requestInput } from '../../chat/inputRequest.ts';
import { type CodeEntry, cutOff, endOwnRun, startCode } from '../../chat/transcript.ts';
import { CodeOutput } from '../../elements/cell/codeOutput.ts';
import { InputRequestView } from '../../elements/cell/inputRequestView.ts';
import { OutputText } from '../../elements/cell/outputText.ts';
import { register } from '../../elements/register.ts';
import { EngineStatus } from '../../elements/status/engineStatus.ts';
import { Problem } from '../../elements/status/problem.ts';
import type { RunResult } from '../../sandbox/result.ts';
import { CellEditor } from './cellEditor.ts';
import type { SharedSandbox } from './sharedSandboxes.ts';

export { showsPictures } from '../../chat/cellOutput.ts';
export { describeOutcome, describeRestart } from '../../chat/labels.ts';
export { acquireSandbox } from './sharedSandboxes.ts';

export function defineCellElements(): void {
  register({
    'glove-code-output': CodeOutput,
    'glove-input-request': InputRequestView,
    'glove-output-text': OutputText,
    'glove-engine-status': EngineStatus,
    'glove-problem': Problem,
    'glove-cell-editor': CellEditor,
  });
}

interface CellRunOptions {
  code: string;
  language: 'python' | 'javascript';
  sandbox: SharedSandbox;
  /** Time limit, in ms. */
  timeout: number | undefined;
  signal: AbortSignal;
  /** Receives the output after each change. */
  onChange: (entry: CodeEntry) => void;
}

/** @throws the signal's reason, or the error of an engine that cannot be loaded */
export async function runCell({
  code,
  language,
  sandbox,
  timeout,
  signal,
  onChange,
}: CellRunOptions): Promise<RunResult> {
  let entry = startCode({ id: 0, language: language === 'javascript' ? 'JAVASCRIPT' : 'PYTHON', code });
  const change = (next: (entry: CodeEntry) => CodeEntry) => {
    entry = next(entry);
    onChange(entry);
  };
  onChange(entry);
  try {
    const ready = await abortable(sandbox.sandbox(), signal);
    const result = await ready.run(code, {
      language,
      signal,
      ...(timeout !== undefined && { timeout }),
      onOutput: (piece) => change((current) => addOutput(current, piece)),
      onDisplay: (display) => change((current) => addDisplay(current, display)),
      onInput: (prompt) => requestInput<CodeEntry>(prompt, change),
    });
    change((current) => endOwnRun(current, result));
    return result;
  } catch (error) {
    change(cutOff);
    throw error;
  }
}
