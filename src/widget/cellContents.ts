/** What a cell needs only once it is seen. */
import { CodeOutput } from '../elements/cell/codeOutput.ts';
import { InputRequestView } from '../elements/cell/inputRequestView.ts';
import { OutputText } from '../elements/cell/outputText.ts';
import { register } from '../elements/register.ts';
import { EngineStatus } from '../elements/status/engineStatus.ts';
import { Problem } from '../elements/status/problem.ts';
import { CellEditor } from './cellEditor.ts';

export { abortable } from '../async/abort.ts';
export { addDisplay, addOutput, showsPictures } from '../chat/cellOutput.ts';
export { requestInput } from '../chat/inputRequest.ts';
export { describeOutcome, describeRestart } from '../chat/labels.ts';
export { cutOff, endOwnRun, startCode } from '../chat/transcript.ts';
export { acquireSandbox } from './sharedSandboxes.ts';

const ELEMENTS = {
  'glove-code-output': CodeOutput,
  'glove-input-request': InputRequestView,
  'glove-output-text': OutputText,
  'glove-engine-status': EngineStatus,
  'glove-problem': Problem,
  'glove-cell-editor': CellEditor,
};

export function defineCellElements(): void {
  register(ELEMENTS);
}
