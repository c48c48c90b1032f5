/** What is measured at each size, in the browser. */
import { Sandbox, type SandboxOptions } from '../../../src/entries/index.ts';
import { Frame } from '../../../src/sandbox/frame/frame.ts';
import type { Interpreter } from '../../../src/sandbox/session/interpreter.ts';
import { time } from '../bench/measure.ts';
import { countStored, longestTask } from './observed.ts';

const MEGABYTE = 1_000_000;
/** Megabytes of an interpreter's memory before code has made anything of its own. */
const EMPTY_HEAP = 20;
/** Milliseconds after which an idle session of these releases its worker. */
const SOON = 50;
/** Milliseconds between two looks at whether something is done. */
const LOOK = 100;
const NAME = 'growing session';

/** Curves that are measured together. */
export interface Measure {
  name: string;
  /** The unit of the sizes. */
  of: string;
  sizes: number[];
  curves: Record<string, { what: string; unit: 'ms' | 'MB' }>;
}

type Values = Record<string, number>;

/** Gives a value for each curve, any number of times, until it is closed. */
interface Prepared {
  measure: () => Promise<Values>;
  close: () => Promise<void>;
}

const MEASURES: (Measure & { prepare: (size: number) => Promise<Prepared> })[] = [
  {
    name: 'sessions',
    of: 'in one page',
    sizes: [1, 2, 5, 10, 20, 50],
    curves: {
      'sessions-in-use': { what: 'memory of all, each with a worker', unit: 'MB' },
      'sessions-released': { what: 'memory of all, without workers', unit: 'MB' },
      'sessions-next': { what: 'until one more has run code', unit: 'ms' },
      'sessions-wake': { what: 'until a released one has run code', unit: 'ms' },
    },
    prepare: prepareSessions,
  },
  {
    name: 'heap',
    of: 'MB of memory',
    sizes: [30, 100, 300, 1000, 1900],
    curves: {
      'heap-run': { what: '`1 + 1`', unit: 'ms' },
      'heap-checkpoint': { what: 'checkpoint', unit: 'ms' },
      'heap-restore': { what: 'restore', unit: 'ms' },
    },
    prepare: prepareHeap,
  },
  {
    name: 'stored',
    of: 'MB of a session that changes by 1 MB',
    sizes: [30, 100, 300, 500],
    curves: {
      'stored-save': { what: '`save()`', unit: 'ms' },
      'stored-bytes': { what: 'written', unit: 'MB' },
      'stored-task': { what: 'longest task of the page meanwhile, 0 below 50', unit: 'ms' },
    },
    prepare: prepareStored,
  },
  {
    name: 'output',
    of: 'KB that one run prints',
    sizes: [1, 10, 100, 1000, 10_000, 100_000],
    curves: { 'output-run': { what: 'the run', unit: 'ms' } },
    prepare: (size) =>
      prepareRuns({ before: 'line = "x" * 99', runs: { 'output-run': `for _ in range(${size * 10}): print(line)` } }),
  },
  {
    name: 'files',
    of: 'in the working directory',
    sizes: [1, 10, 100, 1000, 10_000],
    curves: {
      'files-run': { what: '`1 + 1`', unit: 'ms' },
      'files-list': { what: '`files.list()`', unit: 'ms' },
      'files-checkpoint': { what: 'checkpoint', unit: 'ms' },
    },
    prepare: (size) =>
      prepareRuns({
        before: `for n in range(${size}): open(f"{n}.txt", "w").write("kept")`,
        runs: { 'files-run': '1 + 1' },
        calls: { 'files-list': (sandbox) => sandbox.files.list(), 'files-checkpoint': checkpoint },
      }),
  },
  {
    name: 'variables',
    of: 'in a session',
    sizes: [10, 100, 1000, 10_000, 100_000],
    curves: {
      'variables-run': { what: '`1 + 1`', unit: 'ms' },
      'variables-list': { what: '`introspection.variables()`', unit: 'ms' },
      'variables-checkpoint': { what: 'checkpoint', unit: 'ms' },
    },
    prepare: (size) =>
      prepareRuns({
        before: `for n in range(${size}): globals()[f"name_{n}"] = [n]`,
        runs: { 'variables-run': '1 + 1' },
        calls: {
          'variables-list': (sandbox) => sandbox.introspection.variables(),
          'variables-checkpoint': checkpoint,
        },
      }),
  },
];

export function measures(): Measure[] {
  return MEASURES.map(({ prepare: _, ...measure }) => measure);
}

/** Gives the median of each curve, after a turn that only warms up. */
export async function measurePoint(name: string, size: number, times: number): Promise<Values> {
  const found = MEASURES.find((each) => each.name === name);
  if (!found) throw new RangeError(`There is no measure ${name}.`);
  const { measure, close } = await found.prepare(size);
  const turns: Values[] = [];
  for (let turn = 0; turn <= times; turn += 1) turns.push(await measure());
  await close();
  const medianOf = (curve: string) => median(turns.slice(1).map((turn) => turn[curve] ?? Number.NaN));
  return Object.fromEntries(Object.keys(found.curves).map((curve) => [curve, medianOf(curve)]));
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function create(options: SandboxOptions = {}): Promise<Sandbox> {
  return Sandbox.create({ assets: '/pyodide/', ...options });
}

async function checkpoint(sandbox: Sandbox): Promise<void> {
  await sandbox.run('None');
  using _ = await sandbox.checkpoint();
}

/** Sessions of which each has a list of its own, first with their workers and then without. */
async function prepareSessions(size: number): Promise<Prepared> {
  const alive = watchInterpreters();
  // The page's own, which it has anyway: code, the frame, what sessions start from.
  const first = await create({ prewarm: 0 });
  const before = await memory();
  return {
    async measure() {
      const open = (releaseAfter: number) => createSessions(size, releaseAfter);
      const used = await open(Number.POSITIVE_INFINITY);
      const inUse = (await memory()) - before;
      let another: Sandbox | undefined;
      const next = await time(async () => {
        another = await create();
        await another.run('1 + 1');
      });
      for (const each of [another, ...used]) await each?.close();
      const released = await open(SOON);
      await until(() => alive() <= 1);
      const compact = (await memory()) - before;
      const wake = await time(async () => released[0]?.run('1 + 1'));
      for (const each of released) await each.close();
      return {
        'sessions-in-use': inUse,
        'sessions-released': compact,
        'sessions-next': next,
        'sessions-wake': wake,
      };
    },
    close: () => first.close(),
  };
}

async function createSessions(size: number, releaseAfter: number): Promise<Sandbox[]> {
  const sessions: Sandbox[] = [];
  for (let number = 0; number < size; number += 1) {
    const session = await create({ releaseAfter });
    await session.run(`rows = [{"number": number} for number in range(1000)]`);
    sessions.push(session);
  }
  return sessions;
}

/** Counts the interpreters of this page that have not ended. */
function watchInterpreters(): () => number {
  const interpreters: Interpreter[] = [];
  const { startInterpreter } = Frame.prototype;
  Frame.prototype.startInterpreter = function (...values) {
    const started = startInterpreter.apply(this, values);
    interpreters.push(started);
    return started;
  };
  return () => interpreters.filter(({ ended }) => !ended).length;
}

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, LOOK));
}

/** Megabytes of all processes with pages; `NaN` if the machine does not tell. */
async function memory(): Promise<number> {
  return ((await globalThis.browserMemory?.()) ?? Number.NaN) / MEGABYTE;
}

async function prepareHeap(size: number): Promise<Prepared> {
  const sandbox = await create({ checkpointMemory: 0 });
  await sandbox.run(`heap = bytearray(b"x") * ${(size - EMPTY_HEAP) * MEGABYTE}`);
  return {
    async measure() {
      const run = await time(() => sandbox.run('heap[0] ^= 1'));
      let captured: Awaited<ReturnType<Sandbox['checkpoint']>> | undefined;
      const taken = await time(async () => {
        captured = await sandbox.checkpoint();
      });
      const restored = await time(async () => captured && sandbox.restore(captured));
      captured?.release();
      return { 'heap-run': run, 'heap-checkpoint': taken, 'heap-restore': restored };
    },
    close: () => sandbox.close(),
  };
}

async function prepareStored(size: number): Promise<Prepared> {
  await Sandbox.forget(NAME);
  const sandbox = await create({ persist: NAME });
  const fill = `for start in range(0, len(data), ${MEGABYTE}): data[start : start + ${MEGABYTE}] = random.randbytes(${MEGABYTE})`;
  await sandbox.run(`import random\ndata = bytearray(${(size - EMPTY_HEAP) * MEGABYTE})\n${fill}`);
  await sandbox.save();
  const written = countStored(NAME);
  return {
    async measure() {
      await sandbox.run(`data[:${MEGABYTE}] = random.randbytes(${MEGABYTE})`);
      const before = written.bytes;
      let task = 0;
      const save = await time(async () => {
        task = await longestTask(() => sandbox.save());
      });
      return {
        'stored-save': save,
        'stored-bytes': (written.bytes - before) / MEGABYTE,
        'stored-task': task,
      };
    },
    async close() {
      await sandbox.close();
      await Sandbox.forget(NAME);
    },
  };
}

interface Runs {
  before: string;
  /** What is run, by curve. */
  runs: Record<string, string>;
  /** What is called, by curve. */
  calls?: Record<string, (sandbox: Sandbox) => Promise<unknown>>;
}

async function prepareRuns({ before, runs, calls = {} }: Runs): Promise<Prepared> {
  const sandbox = await create({ checkpointMemory: 0 });
  const prepared = await sandbox.run(before);
  if (prepared.status !== 'ok') throw new Error(prepared.output);
  return {
    async measure() {
      const values: Values = {};
      for (const [curve, code] of Object.entries(runs)) values[curve] = await time(() => sandbox.run(code));
      for (const [curve, call] of Object.entries(calls)) values[curve] = await time(() => call(sandbox));
      return values;
    },
    close: () => sandbox.close(),
  };
}
