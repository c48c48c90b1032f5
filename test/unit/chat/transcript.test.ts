import { FinishReason, Language } from '@google/genai';
import { describe, expect, it } from 'vitest';
import type { AnswerProgress } from '../../../src/answer/events.ts';
import { MAX_SHOWN } from '../../../src/chat/cellOutput.ts';
import { describeRestart } from '../../../src/chat/labels.ts';
import { addEvent, endTurn, startTurn, type Turn } from '../../../src/chat/transcript.ts';

const code: AnswerProgress = { type: 'code', id: 1, language: Language.PYTHON, code: 'print(1)' };

function turnAfter(...events: AnswerProgress[]): Turn {
  return events.reduce(addEvent, startTurn(1, 'How many?'));
}

function outputOf(turn: Turn, id = 1) {
  const entry = turn.entries.find((other) => other.type === 'code' && other.id === id);
  return entry?.type === 'code' ? entry.output : undefined;
}

describe('a model that is asked again', () => {
  const retry = (attempt: number, reason: string): AnswerProgress => ({
    type: 'retry',
    attempt,
    reason,
    delayMs: 2000,
  });

  it('is told of with the reason and the time, and once for attempts in a row', () => {
    const overloaded = '{"error": {"code": 503, "message": "The model is overloaded"}}';
    const turn = [retry(1, 'Failed to fetch'), retry(2, overloaded)].reduce(addEvent, startTurn(1, 'How many?'));
    expect(turn.entries).toEqual([
      {
        type: 'status',
        text: 'The model gave no usable answer (attempt 2): The model is overloaded.',
        until: expect.any(Number),
      },
    ]);
    expect(addEvent(startTurn(1, 'Why?'), retry(1, 'Failed to fetch')).entries[0]).toMatchObject({
      text: 'The model could not be reached (attempt 1): Failed to fetch.',
    });
  });

  it('is not told of any more when the answer has ended: nothing is asked again by itself', () => {
    const turn = addEvent(startTurn(1, 'How many?'), retry(3, 'Failed to fetch'));
    expect(endTurn(turn, { state: 'failed', error: new Error('Failed to fetch') }).entries).toEqual([]);
    expect(endTurn(turn, { state: 'stopped' }).entries).toEqual([]);
  });
});

describe('a turn', () => {
  it('shows text that comes in pieces as one text', () => {
    const { entries } = turnAfter({ type: 'text-delta', text: 'Let me ' }, { type: 'text-delta', text: 'see.' });
    expect(entries).toEqual([{ type: 'text', text: 'Let me see.' }]);
  });

  it('keeps text before code, code, and text after it apart and in order', () => {
    const { entries } = turnAfter({ type: 'text-delta', text: 'a' }, code, { type: 'text-delta', text: 'b' });
    expect(entries.map(({ type }) => type)).toEqual(['text', 'code', 'text']);
  });

  it('keeps what the model thought apart from what it says', () => {
    const { entries } = turnAfter({ type: 'thought-delta', text: 'hm' }, { type: 'text-delta', text: 'a' });
    expect(entries).toEqual([
      { type: 'thought', text: 'hm' },
      { type: 'text', text: 'a' },
    ]);
  });

  it('shows output as it comes, and changes of stream where they happen', () => {
    const turn = turnAfter(
      code,
      { type: 'output-delta', id: 1, stream: 'stdout', text: 'a' },
      { type: 'output-delta', id: 1, stream: 'stdout', text: 'b\n' },
      { type: 'output-delta', id: 1, stream: 'stderr', text: 'c\n' },
    );
    expect(outputOf(turn)).toEqual([
      { stream: 'stdout', text: 'ab\n' },
      { stream: 'stderr', text: 'c\n' },
    ]);
    expect(turn.entries[0]).toMatchObject({ run: { state: 'running' } });
  });

  it('gives each code its own output and outcome', () => {
    const turn = turnAfter(
      code,
      { ...code, id: 2 },
      { type: 'output-delta', id: 2, stream: 'stdout', text: 'second' },
      { type: 'result', id: 1, outcome: 'OUTCOME_OK', output: '' },
    );
    expect(outputOf(turn, 1)).toEqual([]);
    expect(outputOf(turn, 2)).toEqual([{ stream: 'stdout', text: 'second' }]);
    expect(turn.entries).toMatchObject([
      { run: { state: 'ended', outcome: 'OUTCOME_OK' } },
      { run: { state: 'running' } },
    ]);
  });

  it('shows the output of a result if nothing was streamed, as from the server', () => {
    const turn = turnAfter(code, { type: 'result', id: 1, outcome: 'OUTCOME_OK', output: '5117\n' });
    expect(outputOf(turn)).toEqual([{ stream: 'stdout', text: '5117\n' }]);
  });

  it('does not show output twice when its result comes', () => {
    const turn = turnAfter(
      code,
      { type: 'output-delta', id: 1, stream: 'stdout', text: '5117\n' },
      { type: 'result', id: 1, outcome: 'OUTCOME_OK', output: '5117\n' },
    );
    expect(outputOf(turn)).toEqual([{ stream: 'stdout', text: '5117\n' }]);
  });

  it('says below the output what became of the variables at a timeout', () => {
    const note = 'The run timed out after 30 s; variables are kept.';
    const turn = turnAfter(
      code,
      { type: 'output-delta', id: 1, stream: 'stdout', text: 'a' },
      { type: 'result', id: 1, outcome: 'OUTCOME_DEADLINE_EXCEEDED', output: `a\n${note}\n` },
    );
    expect(outputOf(turn)).toEqual([
      { stream: 'stdout', text: 'a' },
      { stream: 'stderr', text: `\n${note}\n` },
    ]);
  });

  it('keeps the end of an output that is too long to show, and says so', () => {
    const line: AnswerProgress = { type: 'output-delta', id: 1, stream: 'stdout', text: 'x'.repeat(MAX_SHOWN) };
    const last: AnswerProgress = { ...line, text: 'the end' };
    const output = outputOf(turnAfter(code, line, line, last, last));
    expect(output).toHaveLength(2);
    expect(output?.[0]?.text).toContain('earlier output is not shown');
    expect(output?.[1]?.text).toHaveLength(MAX_SHOWN);
    expect(output?.[1]?.text.endsWith('the endthe end')).toBe(true);
  });

  it('keeps everything that had arrived when the answer fails, and no code goes on running', () => {
    const error = new Error('offline');
    const turn = endTurn(turnAfter({ type: 'text-delta', text: 'a' }, code), { state: 'failed', error });
    expect(turn.status).toEqual({ state: 'failed', error });
    expect(turn.entries).toMatchObject([{ text: 'a' }, { run: { state: 'cut-off' } }]);
  });

  it('does not change any more once it was stopped', () => {
    const stopped = endTurn(turnAfter(code), { state: 'stopped' });
    expect(addEvent(stopped, { type: 'text-delta', text: 'late' })).toBe(stopped);
    expect(endTurn(stopped, { state: 'done' })).toBe(stopped);
  });

  it('knows the model, the tokens and why it ended', () => {
    const turn = turnAfter(
      { type: 'turn-start', model: 'gemini-2.5-flash', mode: 'local' },
      { type: 'usage', hop: 1, usage: { totalTokenCount: 30 }, total: { totalTokenCount: 30 } },
      { type: 'usage', hop: 2, usage: { totalTokenCount: 333 }, total: { totalTokenCount: 363 } },
      { type: 'turn-end', finishReason: FinishReason.MAX_TOKENS },
    );
    expect(turn).toMatchObject({ model: 'gemini-2.5-flash', totalTokens: 363, finishReason: 'MAX_TOKENS' });
  });

  it.each([
    ['without loss', [], false, 'Python was restarted as it was before this run.'],
    [
      'without the latest runs',
      [3, 4],
      true,
      'Python was restarted. The variables and files of 2 earlier runs are lost.',
    ],
    [
      'without the run before',
      [4],
      true,
      'Python was restarted. The variables and files of the run before it are lost.',
    ],
    ['without files', [], true, /without the files sent since then/],
  ])('says once that a run broke Python, which was restarted %s', (_, lostRuns, lostFiles, words) => {
    const output = 'started\nThe run timed out after 30 s. Python was restarted, and so on.\n';
    const facts = { durationMs: 30_000, recovery: { undone: true, lostRuns, lostFiles } };
    const result: AnswerProgress = { type: 'result', id: 1, outcome: 'OUTCOME_DEADLINE_EXCEEDED', output, ...facts };
    const started: AnswerProgress = { type: 'output-delta', id: 1, stream: 'stdout', text: 'started\n' };
    for (const events of [
      [code, started, result],
      [code, result],
    ]) {
      const turn = turnAfter(...events);
      expect(outputOf(turn)).toMatchObject([{ text: 'started\n' }]);
      const entry = turn.entries.find((other) => other.type === 'code');
      const restart = entry?.type === 'code' && entry.run.state === 'ended' && entry.run.restart;
      expect(restart && describeRestart(restart)).toMatch(words);
    }
  });

  it('shows a picture once, where it was shown as it was made, and pictures of the server too', () => {
    const picture: AnswerProgress = { type: 'image', id: 1, mimeType: 'image/png', data: 'AAAA' };
    const figure: AnswerProgress = { type: 'display', id: 1, source: 'figure', data: { 'image/png': 'AAAA' } };
    expect(turnAfter(code, figure, picture).entries.map(({ type }) => type)).toEqual(['code']);
    expect(turnAfter(code, picture).entries.map(({ type }) => type)).toEqual(['code', 'image']);
  });

  it('does not show the text of a value again when its result comes', () => {
    const value: AnswerProgress = { type: 'display', id: 1, source: 'result', data: { 'text/plain': '42' } };
    const turn = turnAfter(code, value, { type: 'result', id: 1, outcome: 'OUTCOME_OK', output: '42\n' });
    expect(turn.entries).toMatchObject([{ output: [], displays: [{ data: { 'text/plain': '42' } }] }]);
  });
});
