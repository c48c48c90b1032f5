/** What is measured, in the browser. */
import { Sandbox } from '../../src/index.ts';
import { interpreterRows, type RealPackages } from './interpreterRows.ts';
import { type Measured, measureRow, type Row, time } from './measure.ts';
import { SealedEcho } from './sealedEcho.ts';
import { stateRows } from './stateRows.ts';
import { Stock } from './stock.ts';

const TINY = '1 + 1';
/** Enough for what a line costs to count, and nothing else. */
const LINES = 200_000;
const PRINT_LINES = `for n in range(${LINES}): print(n)`;
const LOOP = 'total = 0\nfor n in range(3_000_000): total += n * n';
const FILE_SIZE = 100_000_000;

/** @param only names of rows; all where it is empty. @param packages numpy and Pillow, where the machine has them */
export async function measure(only: string[], packages: RealPackages | undefined): Promise<Measured[]> {
  const rows = [...runRows(), fileRow(), ...interpreterRows(packages), ...stateRows()];
  const measured: Measured[] = [];
  for (const row of rows) if (only.length === 0 || only.includes(row.name)) measured.push(await measureRow(row));
  return measured;
}

function runRows(): Row[] {
  return [
    { name: 'roundtrip', against: 'a bare worker', times: 200, open: () => runBoth(TINY) },
    { name: 'deadline', against: 'stock Pyodide', times: 10, open: () => runBoth(LOOP) },
    { name: 'lines', against: 'stock Pyodide, a message per line', times: 10, open: () => runBoth(PRINT_LINES) },
  ];
}

async function runBoth(code: string) {
  const sandbox = await Sandbox.create({ assets: '/pyodide/' });
  const stock = new Stock();
  return {
    ours: () => time(() => sandbox.run(code, { deadline: 600_000 })),
    reference: () => time(() => stock.run(code)),
    async close() {
      await sandbox.close();
      stock.end();
    },
  };
}

function fileRow(): Row {
  return {
    name: 'file',
    against: 'the same bytes, copied once, sent to a worker in a sealed frame and back',
    times: 10,
    async open() {
      const sandbox = await Sandbox.create({ assets: '/pyodide/' });
      const echo = await SealedEcho.open();
      return {
        ours: () => time(() => fileThereAndBack(sandbox)),
        reference: () => time(() => echo.send(new Uint8Array(FILE_SIZE).slice().buffer)),
        async close() {
          await sandbox.close();
          echo.close();
        },
      };
    },
  };
}

async function fileThereAndBack(sandbox: Sandbox): Promise<void> {
  await sandbox.files.write('file.bin', new Uint8Array(FILE_SIZE));
  const { length } = await sandbox.files.read('file.bin');
  if (length !== FILE_SIZE) throw new Error(`The file came back with ${length} bytes.`);
}
