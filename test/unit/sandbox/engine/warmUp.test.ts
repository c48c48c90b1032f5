import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { warmUp } from '../../../../src/sandbox/engine/warmUp.ts';
import type { Interpreter } from '../../../../src/sandbox/session/interpreter.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('the engine is warmed up only while nobody’s code runs', async () => {
  const busy = [false, false, true, false];
  const run = vi.fn(async () => {});
  const warming = warmUp({ run } as unknown as Interpreter, () => busy.shift() === true);
  await vi.runAllTimersAsync();
  await warming;
  expect(run).toHaveBeenCalledTimes(2);
  expect(busy).toEqual([false]);
});
