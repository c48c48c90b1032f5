// Messages without end.
// tries: send the page messages in a loop, faster than it can read them: such as mean nothing, such as look like answers, and valid ones
// must: end the interpreter, at its timeout at the latest; the page goes on
import { type Attack, STEAL_PORT } from '../../attack.ts';

const MESSAGES = [
  '{}',
  "{ id: 'none', type: 'RAW', value: 1 }",
  "{ type: 'boot-step', step: 'start' }",
  "{ type: 'output-delta', run: 1, chunks: [] }",
];
export default async function flood(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  for (const message of MESSAGES) {
    const { status, stderr } = await sandbox.run(STEAL_PORT);
    if (status !== 'ok') return `broken: ${stderr}`;
    const run = sandbox.run(`javascript("for (;;) stolen.postMessage(${message})")`, { timeout: 1000 });
    const { status: ended } = await run;
    if (ended !== 'error' && ended !== 'timeout') return `escaped: ${message}: ${ended}`;
    const { output } = await sandbox.run('print("goes on")');
    if (!output.endsWith('goes on\n')) return `escaped: ${output}`;
  }
  return `blocked: ${MESSAGES.length} floods ended, and the page went on`;
}
