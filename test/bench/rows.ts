/** What is measured, in the browser: each row is our way and another way of doing the same, in turns. */
import { Sandbox } from '../../src/index.ts';
import type { StockRequest } from './stockWorker.ts';

export interface Measured {
  name: string;
  unit: 'ms';
  against: string;
  ours: number[];
  reference: number[];
}

interface Row {
  name: string;
  against: string;
  /** How often each way is measured. */
  times: number;
  ours: () => Promise<void>;
  reference: () => Promise<void>;
}

const TINY = '1 + 1';
const LINES = 1_000_000;
const PRINT_LINES = `for n in range(${LINES}): print(n)`;
const LOOP = 'total = 0\nfor n in range(3_000_000): total += n * n';
const FILE_SIZE = 100_000_000;

/** @param only names of rows; all where it is empty */
export async function measure(only: string[]): Promise<Measured[]> {
  const sandbox = await Sandbox.create({ assets: '/pyodide/' });
  const stock = new Stock();
  await stock.ask({ type: 'run', code: TINY });
  const rows = allRows(sandbox, stock).filter(({ name }) => only.length === 0 || only.includes(name));
  const measured: Measured[] = [];
  for (const row of rows) measured.push(await measureRow(row));
  await sandbox.close();
  stock.end();
  return measured;
}

function allRows(sandbox: Sandbox, stock: Stock): Row[] {
  const run = async (code: string) => void (await sandbox.run(code, { deadline: 600_000 }));
  const stockRun = async (code: string) => void (await stock.ask({ type: 'run', code }));
  return [
    { name: 'roundtrip', against: 'a bare worker', times: 200, ours: () => run(TINY), reference: () => stockRun(TINY) },
    { name: 'deadline', against: 'stock Pyodide', times: 10, ours: () => run(LOOP), reference: () => stockRun(LOOP) },
    {
      name: 'lines',
      against: 'stock Pyodide',
      times: 10,
      ours: () => run(PRINT_LINES),
      reference: () => stockRun(PRINT_LINES),
    },
    {
      name: 'file',
      against: 'postMessage there and back',
      times: 10,
      ours: () => ourFile(sandbox),
      reference: () => echo(stock),
    },
  ];
}

async function ourFile(sandbox: Sandbox): Promise<void> {
  await sandbox.files.write('file.bin', new Uint8Array(FILE_SIZE));
  const { length } = await sandbox.files.read('file.bin');
  if (length !== FILE_SIZE) throw new Error(`The file came back with ${length} bytes.`);
}

/** The floor: the same bytes, made, copied once, transferred to a worker and back. */
async function echo(stock: Stock): Promise<void> {
  const bytes = new Uint8Array(FILE_SIZE).slice().buffer;
  await stock.ask({ type: 'echo', bytes }, [bytes]);
}

async function measureRow({ name, against, times, ours, reference }: Row): Promise<Measured> {
  const measured: Measured = { name, against, unit: 'ms', ours: [], reference: [] };
  // Once each for nothing: what is compiled or allocated the first time is not what is measured.
  await ours();
  await reference();
  for (let turn = 0; turn < times; turn += 1) {
    measured.ours.push(await time(ours));
    measured.reference.push(await time(reference));
  }
  return measured;
}

async function time(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Stock Pyodide in a worker of its own, one request at a time. */
class Stock {
  readonly #worker = new Worker(new URL('./stockWorker.ts', import.meta.url), { type: 'module' });

  ask(request: StockRequest, transfer: Transferable[] = []): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#worker.onerror = ({ message }) => reject(new Error(message));
      this.#worker.onmessage = ({ data }) => data.type === 'done' && resolve(data);
      this.#worker.postMessage(request, transfer);
    });
  }

  end(): void {
    this.#worker.terminate();
  }
}
