// A poisoned harness.
// tries: replace the method of the harness that answers for a run, so that every later answer is forged
// must: have the forged answer refused, and the worker replaced by one from before
import type { Attack } from '../../attack.ts';

const POISON = `
from glovebox_harness import Session

def run(self, *arguments):
    reply = arguments[-1]
    reply('{"status": "great", "files": "all of them"}')

Session.run = run
print("poisoned")
`;

export default async function poison(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  const { stdout, stderr } = await sandbox.run(POISON);
  if (!stdout.includes('poisoned')) return `broken: ${stderr}`;
  const { status, error } = await sandbox.run('print("forged?")');
  if (status !== 'error' || !/malformed/.test(error?.message ?? '')) return `escaped: ${status}`;
  return `blocked: ${error?.message}`;
}
