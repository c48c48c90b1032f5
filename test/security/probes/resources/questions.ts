// Questions without end.
// tries: ask the user ten thousand things at once, past Python, and go on asking after the run
// must: reach nobody where the page does not answer questions, and nobody after the run
import { type Attack, STEAL_PORT } from '../../attack.ts';

export default async function ask(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  await sandbox.run(STEAL_PORT);
  let asked = 0;
  await sandbox.run(`
js.setInterval(create_proxy(lambda: [js.stolen.postMessage(to_object({"type": "host-request", "id": n, "request": {"kind": "input", "prompt": "Your password?"}})) for n in range(100)]), 10)
`);
  await sandbox.run('import asyncio; await asyncio.sleep(0.3)');
  await new Promise((resolve) => setTimeout(resolve, 300));
  await sandbox.run('1', { onInput: () => `${++asked}` });
  await sandbox.reset();
  const after = asked;
  await sandbox.run('import asyncio; await asyncio.sleep(0.3)', { onInput: () => `${++asked}` });
  return asked === after
    ? `blocked: ${after} questions, all of them in a run that answers some`
    : 'escaped: it asks on after reset()';
}
