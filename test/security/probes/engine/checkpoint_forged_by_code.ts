// A checkpoint that code forges.
// tries: answer the supervisor's request for a snapshot with one of its own making, of another shape, size and build
// must: be refused, or be a snapshot of this session alone; another sandbox is what it was
import { SnapshotError, WorkerDiedError } from '../../../../src/entries/index.ts';
import { type Attack, STEAL_PORT } from '../../attack.ts';
import { ENDLESS_LIST } from '../../endlessList.ts';

/** The worker's own listener comes first; but what it reads of a message, it reads from a prototype. */
const forgery = (captured: string) => `${STEAL_PORT}
javascript("""
const { get } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data');
Object.defineProperty(MessageEvent.prototype, 'data', {
    get() {
        const data = get.call(this);
        if (data?.type !== 'capture') return data;
        const [captured, transferred = []] = [${captured}];
        postMessage({ type: 'captured', snapshotId: data.snapshotId, captured }, transferred);
        return { type: 'nothing' };
    },
});
""")
`;
/** One that is well formed but for what it is given. */
const whole = (changes: string) => `{ snapshot: {
  build: { pyodide: '', id: '', harness: '', suspends: true }, memory: new ArrayBuffer(8), memoryStart: 0, parts: [[0, 8]], memorySize: 8,
  clock: 0, tree: [], openFiles: [], workingDirectory: '/', libraries: [], functions: [], symbols: [], tableLength: 1,
  references: { hiwireKeys: [], immortalKeys: [] }, lost: [], ${changes} } }`;
const SNAPSHOTS = [
  '{ snapshot: 7 }',
  'null',
  "{ snapshot: { tree: [], libraries: [], memorySize: -1, lost: 'none', build: 'mine' } }",
  "{ refused: { toString: 'pwned' } }",
  whole("lost: Array(2000).fill('x'.repeat(1e5))"),
  whole(`tree: ${ENDLESS_LIST}`),
  whole(`parts: ${ENDLESS_LIST}`),
  whole(`openFiles: ${ENDLESS_LIST}`),
  whole(`lost: ${ENDLESS_LIST}`),
  whole(`symbols: ${ENDLESS_LIST}`),
  whole(`references: { hiwireKeys: ${ENDLESS_LIST}, immortalKeys: [] }`),
  whole(`references: { hiwireKeys: [{ path: ${ENDLESS_LIST} }], immortalKeys: [] }`),
  whole(`libraries: Array(1e5).fill({ name: '/x', handle: 8, global: true, memoryBase: 0, tableBase: 0, tableSize: 0 }),
    tree: Array.from({ length: 1e5 }, (_, at) => ({ path: '/' + at, kind: 'folder', mode: 0 }))`),
  whole('memory: { byteLength: 1e15 }'),
  whole('memorySize: 1e15, parts: [[0, 1e15]]'),
  // Nobody could send it on: it can be transferred once, and never be copied.
  `...(() => { const { port1 } = new MessageChannel(); return [${whole('extra: port1')}, [port1]]; })()`,
];

export default async function forge(attack: Attack): Promise<string> {
  const other = await attack.sandbox();
  await other.run('kept = 42');
  const said: string[] = [];
  for (const snapshot of SNAPSHOTS) {
    const sandbox = await attack.sandbox();
    const { status, stderr } = await sandbox.run(forgery(snapshot));
    if (status !== 'ok') return `broken: ${stderr}`;
    try {
      using checkpoint = await sandbox.checkpoint();
      const { size, lost } = checkpoint;
      if (!Number.isInteger(size) || size < 0 || lost.some((each) => typeof each !== 'string'))
        return `escaped: ${snapshot}`;
      said.push('a checkpoint of its own');
    } catch (error) {
      if (!(error instanceof Error) || !/^(SnapshotError|UntrustedMessageError|WorkerDiedError)$/.test(error.name))
        return `escaped: ${error}`;
      said.push(
        error instanceof SnapshotError || error instanceof WorkerDiedError ? error.name : 'UntrustedMessageError',
      );
    }
    const { output } = await sandbox.run('print("goes on")');
    if (output !== 'goes on\n') return `escaped: ${output}`;
  }
  const { output } = await other.run('print(kept)');
  return output === '42\n' ? `blocked: ${said}` : `escaped: ${output}`;
}
