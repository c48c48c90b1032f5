import { beforeEach, expect, it, vi } from 'vitest';
import type { RunEvent, WorkerEvent } from '../../../../src/protocol.ts';
import { Outbox } from '../../../../worker/python/outbox.ts';

const value = (text: string): RunEvent => ({
  type: 'display',
  run: 1,
  display: { source: 'result', data: { 'text/plain': text } },
});
const broken: WorkerEvent = { type: 'broken', message: 'It broke.' };

let sent: WorkerEvent[];
let outbox: Outbox;
beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  outbox = new Outbox((event) => sent.push(event));
  return () => vi.useRealTimers();
});

it('the value at the end of a run goes with its reply, and is no message of its own', () => {
  outbox.keep(value('2'), 0);
  expect(outbox.take()).toEqual(value('2'));
  vi.advanceTimersByTime(1_000);
  expect(sent).toEqual([]);
});

it('a value goes before whatever is sent after it', () => {
  outbox.keep(value('2'), 0);
  outbox.send(broken);
  expect(sent).toEqual([value('2'), broken]);
  expect(outbox.take()).toBeUndefined();
});

it('of several values only the last is kept back', () => {
  outbox.keep(value('1'), 0);
  outbox.keep(value('2'), 0);
  expect(sent).toEqual([value('1')]);
  expect(outbox.take()).toEqual(value('2'));
});

it('a value whose run goes on is sent soon, by a timer while Python waits', () => {
  outbox.keep(value('2'), 0);
  vi.advanceTimersByTime(20);
  expect(sent).toEqual([value('2')]);
});

it('a value whose run goes on is sent soon, by the look at the clock while Python is busy', () => {
  outbox.keep(value('2'), 1_000);
  outbox.flushIfDue(1_001);
  expect(sent).toEqual([]);
  outbox.flushIfDue(1_020);
  expect(sent).toEqual([value('2')]);
});
