import { expect, it } from 'vitest';
import type { HarnessHost } from '../../../../worker/python/harness.ts';
import { dereference, describeReference } from '../../../../worker/snapshot/references.ts';

const host = { arm: () => {}, disarm: () => {} } as unknown as HarnessHost;

it.each([undefined, '', 'text', 0, 1.5, Number.NaN, Number.NEGATIVE_INFINITY, 2n ** 70n, true, false, host, host.arm])(
  'what Python refers to is found again by what JSON has of it: %s',
  (value) => {
    const described = JSON.parse(JSON.stringify(describeReference(value, host)));
    expect(dereference(described, host)).toBe(value);
  },
);

it.each([{}, () => {}, Symbol('mine')])('what cannot be found again says so when it is used', (value) => {
  const found = dereference(describeReference(value, host), host) as { name: string };
  expect(() => found.name).toThrow('stayed behind');
});
