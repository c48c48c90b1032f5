// Messages of every other shape.
// tries: send the page whatever can be sent: nothing, numbers, cycles, dates, ports, buffers, events with fields that are missing,
// negative, endless or of another type, and what cannot be read there at all
// must: end the interpreter where they are no messages of this library, and be ignored where they come too late or answer nothing
import { type Attack, STEAL_PORT } from '../../attack.ts';

const MALFORMED = [
  'null',
  '7',
  "'text'",
  'new Date()',
  'new Map()',
  '1n',
  '(() => { const cycle = {}; cycle.self = cycle; return cycle; })()',
  'new ArrayBuffer(8)',
  "new Error('pwned')",
  '{}',
  '{ type: null }',
  "{ type: '__proto__' }",
  "{ type: 'output-delta', run: 2, chunks: 'all' }",
  "{ type: 'output-delta', run: 2, chunks: [null] }",
  "{ type: 'output-delta', run: 2, chunks: [{ stream: 'stdin', text: 'pwned', time: 0 }] }",
  "{ type: 'output-delta', run: 2, chunks: [{ stream: 'stdout', text: 'pwned', time: NaN }] }",
  "{ type: 'output-delta', run: 2, chunks: [{ stream: 'stdout', text: { length: -1 }, time: 0 }] }",
  "{ type: 'display', run: 2, display: { source: 'result', data: { 'text/plain': { toString: 'pwned' } } } }",
  "{ type: 'host-request', id: -1, request: { kind: 'input', prompt: 'pwned' } }",
  "{ type: 'host-request', id: 1, request: { kind: 'eval', code: 'pwned' } }",
  "{ type: 'host-request', id: 1e99, request: { kind: 'tool', name: 'x'.repeat(1e6), arguments: 'pwned' } }",
  '{ id: { toString: 1 } }',
  "{ type: 'boot-step', step: 'pwned' }",
  "{ type: 'captured', id: 1, snapshot: 1 }",
  "{ type: 'frame-removed' }",
];
const IGNORED = [
  "{ id: '1', type: 'RAW', value: 'pwned' }",
  "{ id: 'x', type: 'HANDLER', name: 'nobody', value: 1 }",
  "{ type: 'ready', python: 'pwned', pyodide: 'pwned' }",
  "{ type: 'display', run: 2, display: { source: 'result', data: { 'text/html><script>': 'pwned' } } }",
  // Only the agents of one cluster can read it: the page gets a messageerror.
  "globalThis.SharedArrayBuffer ? new SharedArrayBuffer(8) : { id: 'none' }",
  'new MessageChannel().port1',
];

/** For a port that is not transferred, WebKit throws a TypeError. */
const send = (message: string) => `
javascript("""try { stolen.postMessage(${message}) } catch (error) { if (!['DataCloneError', 'TypeError'].includes(error.name)) throw error }""")
import asyncio
await asyncio.sleep(0.1)
print("sent")
`;

export default async function sendAll(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  for (const message of [...MALFORMED, ...IGNORED]) {
    await sandbox.run(STEAL_PORT);
    const ended = await sandbox.run(send(message));
    const next = await sandbox.run('print("own")');
    const isRefused = ended.recovery?.undone && ended.error?.type === 'WorkerDiedError';
    const isIgnored = !ended.recovery && ended.stdout === 'sent\n';
    // What is said of the refusal may quote the message.
    const told = JSON.stringify([{ ...ended, error: '', stderr: '', output: '' }, next, sandbox.pythonVersion]);
    const isAsItMust = IGNORED.includes(message) ? isIgnored : isRefused;
    if (told.includes('pwned') || !isAsItMust || !next.output.endsWith('own\n'))
      return `escaped: ${message}: ${told.slice(0, 500)}`;
  }
  return `blocked: ${MALFORMED.length} end the interpreter, ${IGNORED.length} are ignored`;
}
