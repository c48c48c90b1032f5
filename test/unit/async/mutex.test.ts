import { expect, it, vi } from 'vitest';
import { Mutex } from '../../../src/async/mutex.ts';

it('a mutex gives turns in the order in which they were asked for', async () => {
  const mutex = new Mutex();
  const order: number[] = [];
  await Promise.all(
    [1, 2, 3].map(async (number) => {
      const end = await mutex.lock();
      order.push(number);
      await Promise.resolve();
      expect(order.at(-1)).toBe(number);
      end();
    }),
  );
  expect(order).toEqual([1, 2, 3]);
});

it('a mutex passes over a caller that gives up while it waits', async () => {
  const mutex = new Mutex();
  const end = await mutex.lock();
  const giveUp = new AbortController();
  const second = mutex.lock(giveUp.signal);
  const third = mutex.lock();
  giveUp.abort(new Error('never mind'));
  await expect(second).rejects.toThrow('never mind');
  end();
  (await third)();
});

it('a mutex ignores a signal that aborts after its turn has come', async () => {
  const mutex = new Mutex();
  const giveUp = new AbortController();
  const end = await mutex.lock(giveUp.signal);
  const second = mutex.lock();
  giveUp.abort();
  end();
  (await second)();
});

it('a mutex rejects all callers that wait with the reason given to rejectWaiting()', async () => {
  const mutex = new Mutex();
  const end = await mutex.lock();
  const waiting = [mutex.lock(), mutex.lock()].map((turn) => expect(turn).rejects.toThrow('closed'));
  mutex.rejectWaiting(new Error('closed'));
  await Promise.all(waiting);
  end();
  (await mutex.lock())();
});

it('lockNext() gives the next turn ahead of callers that wait, and is not rejected with them', async () => {
  const mutex = new Mutex();
  const end = await mutex.lock();
  const waiting = mutex.lock();
  const next = mutex.lockNext();
  mutex.rejectWaiting(new Error('given up'));
  const later = mutex.lock();
  end();
  await expect(waiting).rejects.toThrow('given up');
  const order: string[] = [];
  later.then(() => order.push('later'));
  const endNext = await next;
  order.push('next');
  endNext();
  await later;
  expect(order).toEqual(['next', 'later']);
});

it('run() begins when the work before it has ended, even if that failed', async () => {
  const mutex = new Mutex();
  const order: string[] = [];
  const failing = mutex.run(async () => {
    await Promise.resolve();
    order.push('first');
    throw new Error('failed');
  });
  const next = mutex.run(async () => order.push('second'));
  await expect(failing).rejects.toThrow('failed');
  await next;
  expect(order).toEqual(['first', 'second']);
  expect(mutex.isFree).toBe(true);
});

it('run() with a signal that aborts while it waits never begins', async () => {
  const mutex = new Mutex();
  const end = await mutex.lock();
  const giveUp = new AbortController();
  const work = vi.fn(async () => {});
  const given = mutex.run(work, { signal: giveUp.signal });
  giveUp.abort(new Error('never mind'));
  await expect(given).rejects.toThrow('never mind');
  end();
  await mutex.run(async () => {});
  expect(work).not.toHaveBeenCalled();
});
