import { expect, it } from 'vitest';
import { receiveChanges } from '../../../../src/sandbox/frame/receiveChanges.ts';

const HASH = '0123456789abcdef';
const file = (text: string) => new Blob([text]);
const send = (...all: unknown[]) => {
  return async (files: MessagePort) => {
    for (const each of all) {
      files.postMessage(each);
      await new Promise((resolve) => files.addEventListener('message', resolve, { once: true }));
    }
    return [[HASH, 4]];
  };
};

it('files come one by one, in order, and each is answered', async () => {
  const { chunks, files } = await receiveChanges(send(file('a'), file('b'), null));
  expect(chunks).toEqual([[HASH, 4]]);
  expect(await Promise.all(files.map((each) => each.text()))).toEqual(['a', 'b']);
});

it.each([
  ['no file', send('text'), /malformed file of a snapshot/],
  ['too many', send(...Array.from({ length: 1_001 }, () => file('')), null), /too many files/],
  [
    'no chunks',
    async (files: MessagePort) => {
      files.postMessage(null);
      return [['not a hash', 4]];
    },
    /malformed answer to a snapshot/,
  ],
])('a frame that sends %s is not believed', async (_, ask, message) => {
  await expect(receiveChanges(ask)).rejects.toThrow(message);
});

it('a refusal is passed on, though the files never end', async () => {
  const refused = new Error('There is no such snapshot.');
  await expect(receiveChanges(() => Promise.reject(refused))).rejects.toBe(refused);
});
