/** What a cell needs only once it is seen. */
import { CodeOutput } from '../ui/components/codeOutput.ts';
import { EngineStatus } from '../ui/components/engineStatus.ts';
import { InputRequestView } from '../ui/components/inputRequest.ts';
import { OutputText } from '../ui/components/outputText.ts';
import { Problem } from '../ui/components/problem.ts';
import { register } from '../ui/loadElements.ts';
import { CellEditor } from './cellEditor.ts';

export { abortable } from '../sandbox/abortable.ts';
export { addDisplay, addOutput, showsPictures } from '../ui/cellOutput.ts';
export { describeOutcome, describeRestart } from '../ui/describe.ts';
export { requestInput } from '../ui/inputRequest.ts';
export { cutOff, endCode, startCode } from '../ui/transcript.ts';
export { enterSandbox } from './sharedSandboxes.ts';

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
