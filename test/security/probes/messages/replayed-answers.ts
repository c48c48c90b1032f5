// Answers that were given already.
// tries: note the number under which the page waits for an answer, and answer it again in later runs, with other values
// must: be ignored: every number counts once
import { type Attack, STEAL_PORT } from '../../attack.ts';

const NOTE = `
javascript("""
globalThis.numbers = [];
globalThis.forge = (message) => { if (message?.id && 'value' in message) numbers.push(message.id) };
""")
`;
const REPLAY = `
for number in js.numbers.to_py() * 3:
    js.stolen.postMessage(to_object({"id": number, "type": "RAW", "value": {"status": "ok", "files": [], "durationMs": 0, "droppedOutput": 0}}))
print(js.numbers.length)
`;

export default async function replay(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  await sandbox.run(STEAL_PORT);
  await sandbox.run(NOTE);
  await sandbox.run('print("noted")');
  const replayed = await sandbox.run(REPLAY);
  const failed = await sandbox.run('1 / 0');
  const noted = Number.parseInt(replayed.stdout, 10);
  if (!(noted > 0)) return `broken: ${replayed.stdout} numbers were noted`;
  return failed.status === 'error' && failed.durationMs > 0
    ? `blocked: ${noted} numbers, replayed for nothing`
    : `escaped: ${JSON.stringify(failed)}`;
}
