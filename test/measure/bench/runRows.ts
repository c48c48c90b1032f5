/** What a run costs beside the code itself. */
import { Sandbox } from '../../../src/entries/index.ts';
import { TABLE_MIME_TYPE } from '../../../src/sandbox/tables/tableData.ts';
import { Echo } from './echo.ts';
import { whenKept } from './interpreterRows.ts';
import { type Row, time, type Ways, wait } from './measure.ts';
import { Stock } from './stock.ts';

const TINY = '1 + 1';
const TINY_RUNS = 1_000;
/** Turns of a loop, and numbers that become text: there Python looks for a signal at each step. */
const LOOP = 'total = 0\nfor n in range(3_000_000): total += n * n\nfor n in range(300_000): str(n)';
const MANY_ROWS = 'rows = [{"city": "Bern", "day": n % 365, "sold": n / 8} for n in range(1_000_000)]';
/** What first programs do: loops, dicts, JSON, regular expressions, sorting. */
const FIRST_PROGRAM = `import json, re
words = {}
for n in range(20_000):
    word = f"word{n * 7919 % 1009}"
    words[word] = words.get(word, 0) + n % 13
rows = [{"word": word, "count": count, "length": len(word)} for word, count in words.items()]
text = json.dumps(rows)
digits = [int(found) for found in re.findall(r"word(\\d+)", text)]
again = sorted(json.loads(text), key=lambda row: (-row["count"], row["word"]))
again[0], sum(digits)`;
/** Milliseconds until a page's first program comes. */
const TYPING_TIME = 4_000;
const FILES = 3_000;
const WRITE_FILES = `import os
os.makedirs("many", exist_ok=True)
for n in range(${FILES}):
    with open(f"many/{n}.txt", "w") as file:
        file.write(str(n))`;
const REMOVE_FILES = 'import shutil\nshutil.rmtree("many", ignore_errors=True)';
/** Milliseconds: none of these runs is to meet it. */
const TIMEOUT = 600_000;

export function runRows(): Row[] {
  return [
    {
      name: 'roundtrip',
      against: 'stock Pyodide in a bare worker',
      target: { ratio: 1.25 },
      times: 200,
      open: () => runBoth(TINY),
    },
    {
      name: 'crossing',
      against: `a message to a worker of the page itself and back, ${TINY_RUNS} in a row`,
      times: 10,
      open: sendBoth,
    },
    {
      name: 'worker-per-run',
      against: 'a new worker with stock Pyodide for every run',
      times: 10,
      open: runInNewWorkers,
    },
    {
      name: 'tiny-runs',
      against: `stock Pyodide, ${TINY_RUNS} runs in a row`,
      target: { ratio: 1.3 },
      times: 10,
      open: () => runBoth(TINY, TINY_RUNS),
    },
    {
      name: 'first-run',
      against: 'stock Pyodide that has run 1 + 1 alone, in a page of its own',
      target: { ratio: 0.5 },
      times: 10,
      isApart: true,
      open: runFirst,
    },
    {
      name: 'files-3000',
      against: 'stock Pyodide, which does not look for the files',
      target: { ratio: 2 },
      times: 10,
      open: writeFiles,
    },
    {
      name: 'timeout',
      against: 'stock Pyodide, without a timeout',
      target: { ratio: 1.03 },
      times: 10,
      open: () => runBoth(LOOP),
    },
    {
      name: 'table-1e6',
      against: 'the same run without its table: a list of a million dicts as text alone',
      target: { above: 200 },
      times: 5,
      open: showTable,
    },
  ];
}

/** @param runs how often the code runs each time, one after the other */
export async function runBoth(code: string, runs = 1): Promise<Ways> {
  const sandbox = await Sandbox.create({ assets: '/pyodide/' });
  const stock = new Stock();
  return {
    ours: () => time(() => repeat(runs, () => sandbox.run(code, { timeout: TIMEOUT }))),
    reference: () => time(() => repeat(runs, () => stock.run(code))),
    async close() {
      await sandbox.close();
      stock.end();
    },
  };
}

/** In a page of a later visit, in which a reader has begun to type. The browser shares what it optimises between the workers of a page. */
async function runFirst(): Promise<Ways> {
  return {
    async ours() {
      const sandbox = await Sandbox.create({ assets: '/pyodide/' });
      await wait(TYPING_TIME);
      const taken = await time(() => sandbox.run(FIRST_PROGRAM));
      // The engine, and a snapshot.
      await whenKept(2);
      await sandbox.close();
      return taken;
    },
    async reference() {
      const stock = new Stock();
      await stock.run(TINY);
      await wait(TYPING_TIME);
      const taken = await time(() => stock.run(FIRST_PROGRAM));
      stock.end();
      return taken;
    },
    async close() {},
  };
}

async function writeFiles(): Promise<Ways> {
  const sandbox = await Sandbox.create({ assets: '/pyodide/' });
  const stock = new Stock();
  return {
    async ours() {
      await sandbox.run(REMOVE_FILES);
      return time(async () => {
        const { files } = await sandbox.run(WRITE_FILES);
        if (files.length !== FILES) throw new Error(`The run wrote ${files.length} files.`);
      });
    },
    async reference() {
      await stock.run(REMOVE_FILES);
      return time(() => stock.run(WRITE_FILES));
    },
    async close() {
      await sandbox.close();
      stock.end();
    },
  };
}

/** What a run takes longer until the first rows of its table are here. */
async function showTable(): Promise<Ways> {
  const sandbox = await Sandbox.create({ assets: '/pyodide/' });
  await sandbox.run(MANY_ROWS, { timeout: TIMEOUT });
  return {
    ours: () =>
      time(async () => {
        const { tables } = await sandbox.run('display(rows)', { timeout: TIMEOUT });
        if (tables[0]?.rows.length !== 50) throw new Error('The run showed no table.');
      }),
    reference: () => time(() => sandbox.run(`display(rows, exclude=['${TABLE_MIME_TYPE}'])`, { timeout: TIMEOUT })),
    close: () => sandbox.close(),
  };
}

/** A sealed frame is another process in Chromium: what a message takes to a worker there and back, and nothing else. */
async function sendBoth(): Promise<Ways> {
  const sealed = await Echo.sealed();
  const plain = Echo.plain();
  return {
    ours: () => time(() => repeat(TINY_RUNS, () => sealed.send(TINY))),
    reference: () => time(() => repeat(TINY_RUNS, () => plain.send(TINY))),
    async close() {
      sealed.close();
      plain.close();
    },
  };
}

async function repeat(runs: number, run: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < runs; done += 1) await run();
}

/** As several chat products do it, so that nothing of a run is left for the next. */
async function runInNewWorkers(): Promise<Ways> {
  const sandbox = await Sandbox.create({ assets: '/pyodide/' });
  return {
    ours: () => time(() => sandbox.run(TINY)),
    async reference() {
      const stock = new Stock();
      const taken = await time(() => stock.run(TINY));
      stock.end();
      return taken;
    },
    close: () => sandbox.close(),
  };
}
