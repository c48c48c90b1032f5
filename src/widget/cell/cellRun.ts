/** The code of a cell that is loaded when it is first seen. */
import { CodeOutput } from '../../elements/cell/codeOutput.ts';
import { InputRequestView } from '../../elements/cell/inputRequestView.ts';
import { OutputText } from '../../elements/cell/outputText.ts';
import { register } from '../../elements/register.ts';
import { EngineStatus } from '../../elements/status/engineStatus.ts';
import { Problem } from '../../elements/status/problem.ts';
import { CellEditor } from './cellEditor.ts';

export { showsPictures } from '../../chat/cellOutput.ts';
export { describeOutcome, describeRestart, describeRun } from '../../chat/labels.ts';
export { startCode } from '../../chat/transcript.ts';
export { acquireSession } from './cellSession.ts';
export { cellsOfSession, dependenciesOf } from './linkedCells.ts';
export { renderOpenIn } from './openInPage.ts';
export { fetchCode } from './pageFiles.ts';
export { reportMistakes } from './reportMistakes.ts';
export { runCell } from './runCell.ts';

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
