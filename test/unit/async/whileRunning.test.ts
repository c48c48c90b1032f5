import { expect, it } from 'vitest';
import { whileRunning } from '../../../src/async/whileRunning.ts';

async function readAll<Item, Result>(items: AsyncGenerator<Item, Result, void>): Promise<[Item[], Result]> {
  const read: Item[] = [];
  for (;;) {
    const step = await items.next();
    if (step.done) return [read, step.value];
    read.push(step.value);
  }
}

it('gives what the work pushes, at once or later, and then its result', async () => {
  const running = whileRunning(async (push: (item: number) => void) => {
    push(1);
    push(2);
    await Promise.resolve();
    push(3);
    return 'done';
  });
  expect(await readAll(running)).toEqual([[1, 2, 3], 'done']);
});

it('gives what was pushed before the work failed, and then its error', async () => {
  const running = whileRunning(async (push: (item: number) => void) => {
    push(1);
    throw new Error('No.');
  });
  expect(await running.next()).toEqual({ done: false, value: 1 });
  await expect(running.next()).rejects.toThrow('No.');
});

it('stops the work if nobody reads on', async () => {
  let signal: AbortSignal | undefined;
  const running = whileRunning((push: (item: number) => void, stop) => {
    signal = stop;
    push(1);
    return new Promise<never>(() => {});
  });
  await running.next();
  await running.return(undefined as never);
  expect(signal?.aborted).toBe(true);
});
