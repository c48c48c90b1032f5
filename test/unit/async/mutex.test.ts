import { expect, it } from 'vitest';
import { Mutex } from '../../../src/async/mutex.ts';

it('turns come in the order in which they were asked for', async () => {
  const turns = new Mutex();
  const order: number[] = [];
  await Promise.all(
    [1, 2, 3].map(async (number) => {
      const end = await turns.lock();
      order.push(number);
      await Promise.resolve();
      expect(order.at(-1)).toBe(number);
      end();
    }),
  );
  expect(order).toEqual([1, 2, 3]);
});

it('who gives up while waiting is passed over', async () => {
  const turns = new Mutex();
  const end = await turns.lock();
  const giveUp = new AbortController();
  const second = turns.lock(giveUp.signal);
  const third = turns.lock();
  giveUp.abort(new Error('never mind'));
  await expect(second).rejects.toThrow('never mind');
  end();
  (await third)();
});

it('a signal that aborts after the turn came does not disturb the others', async () => {
  const turns = new Mutex();
  const giveUp = new AbortController();
  const end = await turns.lock(giveUp.signal);
  const second = turns.lock();
  giveUp.abort();
  end();
  (await second)();
});

it('everyone who waits is told why there will be no turn', async () => {
  const turns = new Mutex();
  const end = await turns.lock();
  const waiting = [turns.lock(), turns.lock()].map((turn) => expect(turn).rejects.toThrow('closed'));
  turns.rejectWaiting(new Error('closed'));
  await Promise.all(waiting);
  end();
  (await turns.lock())();
});

it('the next turn can be had before all that wait, and is not rejected with them', async () => {
  const turns = new Mutex();
  const end = await turns.lock();
  const waiting = turns.lock();
  const next = turns.lockNext();
  turns.rejectWaiting(new Error('given up'));
  const later = turns.lock();
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
