/** The supervisor with stand-ins for its workers, which write down what they are sent. */
import { beforeEach, describe, expect, it } from 'vitest';
import { pack } from '../../../worker/snapshot/pack.ts';
import type { Snapshot } from '../../../worker/snapshot/snapshot.ts';
import { Supervisor } from '../../../worker/supervisor/supervisor.ts';
import type { FromWorker, ToWorker } from '../../../worker/supervisor/workerMessages.ts';
import type { WorkerProgram } from '../../../worker/supervisor/workerScript.ts';

const EMPTY_MODULE = new Blob([new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])]);
const SIZE = 1024 ** 2;
const [FIRST, SECOND] = [1, 2];

class StandIn extends EventTarget {
  readonly sent: ToWorker[] = [];
  isEnded = false;

  postMessage(message: ToWorker): void {
    this.sent.push(message);
  }

  terminate(): void {
    this.isEnded = true;
  }

  answer(data: FromWorker): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  /** The snapshot that it has gone on from, and whether it was asked to go on from one. */
  get story(): unknown[] {
    return this.sent.flatMap((message) => {
      if (message.type === 'restore') return ['restores ahead'];
      if (message.type !== 'begin') return [];
      return [message.snapshot === 'known' ? 'begins with what it has' : 'begins with what it is given'];
    });
  }
}

function snapshot(): Snapshot {
  return {
    build: { pyodide: '1', id: 'a', harness: 'b', suspends: false },
    memory: new ArrayBuffer(64),
    memoryStart: 0,
    parts: [[0, 64]],
    memorySize: 64,
    clock: 0,
    tree: [],
    openFiles: [],
    workingDirectory: '/',
    libraries: [],
    functions: [],
    symbols: [],
    tableLength: 1,
    references: { hiwireKeys: [], immortalKeys: [] },
    lost: [],
  };
}

let workers: StandIn[];
let supervisor: Supervisor;

beforeEach(async () => {
  workers = [];
  const start = () => {
    const worker = new StandIn();
    workers.push(worker);
    return worker;
  };
  supervisor = new Supervisor({ start, onFailure: () => {} } as unknown as WorkerProgram, () => {});
  await supervisor.compile(EMPTY_MODULE);
  const file = () => new ArrayBuffer(1);
  await supervisor.addFiles({ loader: file(), factory: file(), standardLibrary: file(), lock: file() });
  await supervisor.whenCompiled();
  for (const number of [FIRST, SECOND]) await supervisor.importSnapshot(number, await pack(snapshot(), false), SIZE);
});

const start = (id: number, from: number) =>
  supervisor.startWorker(id, { memoryLimit: SIZE, from }, new MessageChannel().port1);
/** Gives those that have started since there was one, when there are so many. */
async function waitForWorkers(count: number): Promise<StandIn[]> {
  await expect.poll(() => workers.length).toBe(count);
  return workers.slice(1);
}
const stories = () => workers.map(({ story }) => story);

describe('a snapshot that is restored ahead', () => {
  it('is there at once for the interpreter that goes on from it, and the spare stays for the next', async () => {
    await supervisor.keepSpares(1, FIRST);
    expect(stories()).toEqual([[], ['restores ahead']]);
    await start(1, FIRST);
    await start(2, FIRST);
    expect(stories()).toEqual([['begins with what it is given'], ['restores ahead', 'begins with what it has']]);
  });

  it('is no hindrance to an interpreter that goes on from another', async () => {
    await supervisor.keepSpares(1, FIRST);
    await start(1, SECOND);
    expect(stories()).toEqual([['begins with what it is given'], ['restores ahead']]);
  });

  it('is restored once, however often the page asks for it', async () => {
    await Promise.all([supervisor.keepSpares(1, FIRST), supervisor.keepSpares(1, FIRST)]);
    expect(stories()).toEqual([[], ['restores ahead']]);
  });

  it('gives way to a newer one, and goes when the page drops it', async () => {
    await supervisor.keepSpares(1, FIRST);
    await supervisor.keepSpares(1, SECOND);
    await supervisor.dropSnapshot(SECOND);
    expect(workers.map(({ isEnded }) => isEnded)).toEqual([false, true, true]);
    await supervisor.keepSpares(1, SECOND);
    expect(workers).toHaveLength(3);
  });
});

describe('a snapshot that is exported', () => {
  it('is packed in a worker that does nothing else, and is ended', async () => {
    const { port1: files } = new MessageChannel();
    const exporting = supervisor.exportChanges(FIRST, ['known'], files);
    const [worker] = await waitForWorkers(2);
    expect(worker?.sent).toMatchObject([{ type: 'pack', packing: { kind: 'changes', known: ['known'], files } }]);
    worker?.answer({ type: 'packed', packed: { kind: 'changes', chunks: [['a', 64]] } });
    expect(await exporting).toEqual([['a', 64]]);
    expect(worker?.isEnded).toBe(true);
  });

  it("says why it can't be packed", async () => {
    const exporting = supervisor.exportSnapshot(FIRST, true);
    const [worker] = await waitForWorkers(2);
    worker?.answer({ type: 'packed', packed: { refused: 'RangeError: Array buffer allocation failed' } });
    await expect(exporting).rejects.toThrow('RangeError: Array buffer allocation failed');
    expect(worker?.isEnded).toBe(true);
  });
});
