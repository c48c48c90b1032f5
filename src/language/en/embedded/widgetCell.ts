import { defineWords } from '../../words.ts';

export const widgetCell = defineWords('widgetCell', {
  cell: '{language} cell',
  code: '{language} code',
  run: 'Run',
  stop: 'Stop',
  runAll: 'Run all',
  undo: 'Undo changes',
  leave: '{escape}, then {tab} leaves the code',
  leaveAloud: 'Tab indents once you edit. Escape, then Tab leaves the editor.',
  names: 'Names that fit',
  openPage: 'Open in Glovebox',
  noTab: 'The browser opened no tab. Allow pop-ups for this site, then try again.',
  cellFailed: 'Not run, since the cell "{cell}" failed. {reason}',
  setupFailed: 'Not run, since the setup of this cell failed.',
  timedOut: 'It timed out.',
  refused: 'This page’s security policy blocks something that is needed here. Only its author can change that.',
});
