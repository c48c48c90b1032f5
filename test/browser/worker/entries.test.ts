/** Servers at the edge have the globals of a worker. */
import { expect, it, onTestFinished } from 'vitest';

const ENTRIES = Object.keys(
  import.meta.glob(['../../../src/entries/**/*.ts', '!**/widget.ts', '../../../src/widget/withoutElements.ts']),
);

it.each(ENTRIES)('a worker can import %s', async (entry) => {
  const worker = new Worker(new URL('importEntry.ts', import.meta.url), { type: 'module' });
  onTestFinished(() => worker.terminate());
  const found = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(entry);
  });
  expect(found).toBe(true);
});
