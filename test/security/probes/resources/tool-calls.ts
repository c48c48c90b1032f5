// A million calls of a tool.
// tries: call a tool of the page as often as the timeout lets it, then straight to the page, past Python
// must: be refused beyond the limit of calls
import { type Attack, STEAL_PORT } from '../../attack.ts';

const LIMIT = 50;

export default async function call(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox({ toolLimits: { calls: LIMIT, argumentLength: 1000 } });
  let calls = 0;
  sandbox.expose({ count: { description: 'Counts.', parameters: {}, execute: () => ++calls } });
  const loop =
    'import tools\nfrom pyodide.ffi import can_run_sync\nfor n in range(10**6):\n    tools.count() if can_run_sync() else await tools.count()';
  const { error } = await sandbox.run(loop, { timeout: 10_000 });
  if (calls !== LIMIT) return `escaped: ${calls} calls; ${error?.message}`;
  await sandbox.run(STEAL_PORT);
  await sandbox.run(`
import asyncio
for number in range(5000):
    js.stolen.postMessage(to_object({"type": "host-request", "id": number, "request": {"kind": "tool", "name": "count", "arguments": "{}"}}))
await asyncio.sleep(1)
`);
  if (calls > 2 * LIMIT) return `escaped: ${calls} calls in two runs`;
  return (await sandbox.run('1 + 1')).output === '2\n'
    ? `blocked: ${calls} calls in two runs`
    : 'escaped: it does not answer';
}
