// Results after the end.
// tries: send output and displays of a run that is over, of the next one, and of none, from a timer between and in later runs
// must: be told in no other run's result
import { type Attack, STEAL_PORT } from '../../attack.ts';

const LATE = `
def send(run):
    chunk = to_object({"stream": "stdout", "text": "pwned", "time": 0})
    js.stolen.postMessage(to_object({"type": "output-delta", "run": run, "chunks": [chunk]}))
    js.stolen.postMessage(to_object({"type": "display", "run": run, "display": {"source": "result", "data": {"text/plain": "pwned"}}}))

for run in (0, 1, 2, 4, 5, 10**9, -1, 1.5):
    send(run)
`;

export default async function late(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  await sandbox.run(STEAL_PORT);
  const second = await sandbox.run('print(type(js.stolen))');
  if (second.status !== 'ok') return `broken: ${second.stderr}`;
  // Run 3 sends for all others; 2 is over, 4 has not begun.
  const third = await sandbox.run(LATE);
  const fourth = await sandbox.run('print("own")');
  const told = JSON.stringify([second, third, fourth]);
  return told.includes('pwned')
    ? 'escaped: another run was told'
    : `blocked: runs ${third.run} and ${fourth.run} hold their own`;
}
