import { expect, it, vi } from 'vitest';
import { RefCount } from '../../../src/async/refCount.ts';

it('RefCount gives a shared thing up with the last release, and passes on its reason', () => {
  const onUnused = vi.fn();
  const users = new RefCount(onUnused);
  const first = users.acquire();
  const second = users.acquire();
  first('done');
  expect(users.isUsed).toBe(true);
  expect(onUnused).not.toHaveBeenCalled();
  second('closed');
  expect(users.isUsed).toBe(false);
  expect(onUnused.mock.calls).toEqual([['closed']]);
});

it('RefCount counts a user that releases twice only once', () => {
  const onUnused = vi.fn();
  const users = new RefCount(onUnused);
  const first = users.acquire();
  users.acquire();
  first();
  first();
  expect(onUnused).not.toHaveBeenCalled();
});
