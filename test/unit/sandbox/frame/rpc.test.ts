import { expect, it } from 'vitest';
import { Rpc } from '../../../../src/sandbox/frame/rpc.ts';

it('a link that ends is closed without a word: another document may be at its other end', async () => {
  const { port1, port2 } = new MessageChannel();
  const heard: unknown[] = [];
  port2.addEventListener('message', ({ data }) => heard.push(data));
  const closed = new Promise((resolve) => port2.addEventListener('close', resolve));
  port2.start();
  const rpc = new Rpc(port1, () => {});
  rpc.end(new Error('It is over.'));
  await closed;
  expect(heard).toEqual([]);
  await expect(rpc.call(async () => 1)).rejects.toThrow('It is over.');
});
