/** `npm run bench`: ours against a reference in the same run, medians with their spread, as a table and as JSON lines. */
import { parseArgs } from 'node:util';
import { type Mirror, startMirror } from '../fakes/mirror.ts';
import { readWheelsIn, WHEELS_FOLDER } from '../fakes/wheels/realWheels.ts';
import { withPage } from '../openPage.ts';
import type { RealPackages } from './interpreterRows.ts';
import type { Measured } from './measure.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string', multiple: true } } });
const mirror = await startMirror();
const measured = await measureInBrowser(values.only ?? [], realPackages(mirror));
await mirror.close();
process.stdout.write(values.json ? measured.map(jsonLine).join('') : table(measured));

function measureInBrowser(only: string[], packages: RealPackages | undefined): Promise<Measured[]> {
  return withPage((page) =>
    page.evaluate(
      async ([names, real]) => {
        const rows = '/test/bench/rows.ts';
        const { measure } = (await import(/* @vite-ignore */ rows)) as typeof import('./rows.ts');
        return measure(names, real);
      },
      [only, packages] as const,
    ),
  );
}

/** The wheels that the variable GLOVEBOX_WHEELS names a folder of. */
function realPackages({ origin, hasRealWheels }: Mirror): RealPackages | undefined {
  if (!hasRealWheels || WHEELS_FOLDER === undefined) return undefined;
  const engine = `${origin}/real/`;
  const names = readWheelsIn(WHEELS_FOLDER).map(({ entry }) => entry);
  const wheels = names
    .filter(({ name }) => ['numpy', 'pillow'].includes(name))
    .map((entry) => engine + entry.file_name);
  return { engine, wheels };
}

function quantile(numbers: number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN;
}

function summary({ name, ours, reference, against, unit }: Measured) {
  const [our, their] = [quantile(ours, 0.5), quantile(reference, 0.5)];
  return { name, ours: our, reference: their, against, ratio: our / their, unit, n: ours.length };
}

function jsonLine(row: Measured): string {
  return `${JSON.stringify(summary(row))}\n`;
}

function table(rows: Measured[]): string {
  const spread = (numbers: number[]) =>
    `${quantile(numbers, 0.5).toFixed(2)} (${quantile(numbers, 0.1).toFixed(2)}-${quantile(numbers, 0.9).toFixed(2)})`;
  const lines = rows.map((row) => {
    const { name, ratio, against, n } = summary(row);
    return [name, spread(row.ours), spread(row.reference), against, ratio.toFixed(2), String(n)];
  });
  const all = [['name', 'ours, ms', 'reference, ms', 'against', 'ratio', 'n'], ...lines];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0))) ?? [];
  return all
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
