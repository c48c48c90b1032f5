// What goes on after its session.
// tries: leave timers behind that send messages to the page after reset() and close(), as if they came from the next session
// must: end with the worker that they were started in
import { type Attack, STEAL_PORT } from '../../attack.ts';

const START = `${STEAL_PORT}
javascript("""
setInterval(() => {
    for (let run = 0; run < 10; run++) {
        stolen?.postMessage({ type: 'output-delta', run, chunks: [{ stream: 'stdout', text: 'pwned', time: 0 }] });
    }
}, 10);
""")
`;

export default async function outlive(attack: Attack): Promise<string> {
  const hostile = await attack.sandbox();
  await hostile.run(START);
  const during = await hostile.run('import asyncio; await asyncio.sleep(0.2)');
  if (!during.stdout.includes('pwned')) return `broken: ${during.stderr}`;
  await hostile.reset();
  const after = await hostile.run('import asyncio; await asyncio.sleep(0.3)');
  return after.stdout === '' ? 'blocked: nothing comes after reset()' : `escaped: ${after.stdout.slice(0, 100)}`;
}
