// Snapshots that nobody could read.
// tries: answer the supervisor's request for a snapshot with lists of four billion holes, a hundred thousand libraries, memory that others
// share, and a port in it
// must: be refused; the next run works, and so does another sandbox
import { type Attack, STEAL_PORT } from '../../attack.ts';
import { ENDLESS_LIST } from '../../endlessList.ts';

const forgery = (change: string) => `${STEAL_PORT}
javascript("""
const endless = () => ${ENDLESS_LIST};
const genuine = globalThis.postMessage;
globalThis.postMessage = (message, options) => {
    const snapshot = message.captured?.snapshot;
    if (snapshot) { ${change}; }
    genuine(message, options);
};
""")
`;
const CHANGES = [
  'snapshot.tree = endless()',
  'snapshot.lost = endless()',
  "snapshot.libraries = Array(1e5).fill({ name: 'x' })",
  'snapshot.memory = globalThis.SharedArrayBuffer ? new SharedArrayBuffer(8) : 7',
  'snapshot.tree.push({ path: 7 })',
];

export default async function forge(attack: Attack): Promise<string> {
  const other = await attack.sandbox();
  await other.run('kept = 42');
  for (const change of CHANGES) {
    const sandbox = await attack.sandbox();
    await sandbox.run(forgery(change));
    const refused = await sandbox.checkpoint().catch((error: Error) => error.name);
    if (refused !== 'SnapshotError') return `escaped: ${change} gave ${refused}`;
    const { output } = await sandbox.run('print("goes on")');
    if (output !== 'goes on\n') return `escaped: ${output}`;
    await sandbox.close();
  }
  const { output } = await other.run('print(kept)');
  return output === '42\n' ? `blocked: ${CHANGES.length} refused` : `escaped: ${output}`;
}
