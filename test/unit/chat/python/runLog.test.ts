import { describe, expect, it } from 'vitest';
import type { AnswerProgress } from '../../../../src/answer/events.ts';
import { RunLog } from '../../../../src/chat/python/runLog.ts';

const start = (mode: 'local' | 'server'): AnswerProgress => ({ type: 'turn-start', model: 'm', mode });
const code = (text: string): AnswerProgress => ({ type: 'code', id: 1, language: 'PYTHON', code: text });
const result = (undone = false): AnswerProgress => ({
  type: 'result',
  id: 1,
  outcome: 'OUTCOME_OK',
  output: '',
  ...(undone && { recovery: { undone, lostRuns: [], lostFiles: false } }),
});
const end: AnswerProgress = { type: 'turn-end', finishReason: undefined };

function logAfter(...events: AnswerProgress[]): RunLog {
  const log = new RunLog();
  for (const event of events) log.follow(event);
  return log;
}

describe('the run that can be taken back', () => {
  it('is the last one, of the model or of the user', () => {
    const log = logAfter(start('local'), code('a'), result(), code('b'), result(), end);
    expect(log.last).toEqual({ code: 'b', by: 'model' });
    log.add({ code: 'c', by: 'user' });
    log.dropLast();
    log.dropLast();
    expect(log.last).toEqual({ code: 'a', by: 'model' });
  });

  it('is none that ran at Google', () => {
    expect(logAfter(start('server'), code('a'), result(), end).last).toBeUndefined();
    const escalated = logAfter(
      start('local'),
      code('a'),
      result(),
      { type: 'escalate', reason: 'x' },
      code('b'),
      result(),
    );
    expect(escalated.last?.code).toBe('a');
  });

  it('is none that had to be killed: Python went on from before it', () => {
    expect(logAfter(start('local'), code('a'), result(), code('b'), result(true), end).last?.code).toBe('a');
  });

  it('is not guessed if a run was stopped, until another has ended', () => {
    const log = logAfter(start('local'), code('a'), result(), code('b'), end);
    expect(log.last).toBeUndefined();
    log.dropLast();
    expect(log.last).toBeUndefined();
    log.add({ code: 'c', by: 'user' });
    expect(log.last?.code).toBe('c');
  });
});
