// A question, and a loop.
// tries: ask the user something past Python, and compute on in JavaScript while nobody answers, so that the timeout stands still
// must: end at the timeout: it stands still only while the code waits
import { type Attack, STEAL_PORT } from '../../attack.ts';

const ASK = `
javascript("""
stolen.postMessage({ type: 'host-request', id: 9, request: { kind: 'input', prompt: '?' } });
for (;;);
""")
`;

export default async function ask(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  await sandbox.run(STEAL_PORT);
  let asked = 0;
  const onInput = () => {
    asked += 1;
    return new Promise<string>(() => {});
  };
  const { status } = await sandbox.run(ASK, { timeout: 2000, onInput });
  const { output } = await sandbox.run('print("goes on")');
  return status === 'timeout' && output.endsWith('goes on\n')
    ? `blocked: it ended at its timeout, with ${asked} question open`
    : `escaped: ${status}, ${output}`;
}
