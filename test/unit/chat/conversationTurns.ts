import type { AnswerProgress } from '../../../src/answer/events.ts';
import { addEvent, endTurn, startTurn, type Turn } from '../../../src/chat/transcript.ts';

const TRACEBACK = `Traceback (most recent call last):
  File "<code>", line 1, in <module>
    nothing
NameError: name 'nothing' is not defined. Did you mean: 'nothing_'?
`;

/** A PNG of one pixel, in base64. */
export const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=';

/** The same with a header that says 50,000 by 50,000 pixels. */
export const HUGE_PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAw1AAAMNQCAQAAADhpvVBAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=';

/** Code that succeeds with a picture, code that fails, code that times out, and what is said around them. */
const EVENTS: AnswerProgress[] = [
  { type: 'thought-delta', text: 'Hm.' },
  { type: 'text-delta', text: 'Let me **draw**. ![x](https://elsewhere.example/?secret)' },
  { type: 'code', id: 1, language: 'PYTHON', code: 'print("drawn")' },
  { type: 'output-delta', id: 1, stream: 'stdout', text: 'drawn\n' },
  { type: 'result', id: 1, outcome: 'OUTCOME_OK', output: 'drawn\n', durationMs: 40 },
  { type: 'image', id: 1, mimeType: 'image/png', data: PICTURE },
  { type: 'code', id: 2, language: 'PYTHON', code: 'print("so far")\nnothing' },
  { type: 'output-delta', id: 2, stream: 'stdout', text: 'so far\n' },
  { type: 'output-delta', id: 2, stream: 'stderr', text: TRACEBACK },
  { type: 'result', id: 2, outcome: 'OUTCOME_FAILED', output: `so far\n${TRACEBACK}`, durationMs: 10 },
  { type: 'code', id: 3, language: 'PYTHON', code: 'while True: pass' },
  { type: 'result', id: 3, outcome: 'OUTCOME_DEADLINE_EXCEEDED', output: 'Stopped.\n', durationMs: 30_000 },
  { type: 'code', id: 4, language: 'PYTHON', code: 'import time' },
];

export const QUESTION = 'Can you draw?\nIn colour?';

export function answeredTurn(): Turn {
  const sent = new File(['a,b'], 'data.csv', { type: 'text/csv' });
  return endTurn(EVENTS.reduce(addEvent, startTurn(1, QUESTION, [sent])), { state: 'stopped' });
}
