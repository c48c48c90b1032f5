// Messages as deep as they can be.
// tries: send the page lists, maps and sets that are nested hundreds of thousands of times, in place of every event
// must: be ignored, or never get out; the page goes on
import { type Attack, STEAL_PORT } from '../../attack.ts';

const SEND = `
javascript("""
const nest = (wrap) => { let value = 1; for (let n = 0; n < 300000; n += 1) value = wrap(value); return value; };
let sent = 0;
for (const wrap of [(value) => [value], (value) => ({ value }), (value) => new Map([[value, value]]), (value) => new Set([value])]) {
  for (const message of [nest(wrap), { type: 'output-delta', run: 2, chunks: nest(wrap) }, { type: 'display', run: 2, display: nest(wrap) }]) {
    try {
      stolen.postMessage(message);
      sent += 1;
    } catch {}
  }
}
globalThis.sent = sent;
""")
print(js.sent, "sent")
`;

export default async function send(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  await sandbox.run(STEAL_PORT);
  const { stdout, status } = await sandbox.run(SEND, { timeout: 20_000 });
  const { output } = await sandbox.run('print("own")');
  return output === 'own\n' ? `blocked: ${status}, ${stdout.trim()}` : `escaped: ${output}`;
}
