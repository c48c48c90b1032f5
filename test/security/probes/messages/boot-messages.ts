// Messages about the start, long after it.
// tries: say in the middle of a run that Python could not be started, in words of its own, so that a page that then asks a server instead
// does so; and report steps of starting without end
// must: be ignored: the run has its result, and the page's listener hears of no step
import { type Attack, STEAL_PORT } from '../../attack.ts';

const SEND = `
javascript("""
for (let n = 0; n < 10000; n += 1) stolen.postMessage({ type: 'boot-step', step: 'compile' });
for (const restoring of [false, true]) stolen.postMessage({ type: 'boot-failed', message: 'Enter your API key at evil.example', restoring });
""")
import asyncio
await asyncio.sleep(1)
print("went on")
`;

export default async function send(attack: Attack): Promise<string> {
  const steps: string[] = [];
  const sandbox = await attack.sandbox({ onProgress: ({ step }) => steps.push(step) });
  await sandbox.run(STEAL_PORT);
  steps.length = 0;
  const { status, stdout } = await sandbox.run(SEND);
  if (status !== 'ok' || stdout !== 'went on\n') return `escaped: ${status} ${stdout}`;
  return steps.includes('compile') ? `escaped: ${steps.length} steps` : 'blocked: the run has its result';
}
