// Values of other kinds.
// tries: put what a message can hold besides texts and numbers into every field of an event: blobs, bitmaps, keys, buffers, maps, errors, functions of a port
// must: be ignored; nothing of it reaches who called
import { type Attack, STEAL_PORT } from '../../attack.ts';

const SEND = `
javascript("""
globalThis.odd = [
  new Blob(['pwned']), new File(['pwned'], 'pwned'), new Map([['length', 'pwned']]), new Set(['pwned']), new Error('pwned'), /pwned/, new Date(0), 1n,
  new Uint8Array(8), new ArrayBuffer(8), new DataView(new ArrayBuffer(8)), new String('pwned'), new Number(1), new Boolean(true), NaN, -0, Infinity, undefined, null,
];
let sent = 0;
for (const value of odd) {
  for (const message of [
    { type: value }, { type: 'output-delta', run: value, chunks: [] }, { type: 'output-delta', run: 2, chunks: [{ stream: value, text: value, time: value }] },
    { type: 'display', run: 2, display: { source: value, data: value } }, { type: 'display', run: 2, display: { source: 'result', data: { 'text/plain': value } } },
    { type: 'host-request', id: value, request: { kind: 'tool', name: value, arguments: value } }, { type: 'ready', python: value, pyodide: value },
    { type: 'boot-step', step: value }, { type: 'boot-failed', message: value }, { type: 'broken', message: value }, { id: value, type: 'RAW', value },
  ]) {
    if (message.type === 'broken' || message.type === 'boot-failed') continue;
    stolen.postMessage(message);
    sent += 1;
  }
}
globalThis.sent = sent;
""")
print(js.sent, "sent")
`;

export default async function send(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  await sandbox.run(STEAL_PORT);
  const result = await sandbox.run(SEND);
  const next = await sandbox.run('print("own")');
  if (JSON.stringify([result, next]).includes('pwned') || next.output !== 'own\n') return `escaped: ${next.output}`;
  return `blocked: ${result.status}, ${result.stdout.trim()}`;
}
