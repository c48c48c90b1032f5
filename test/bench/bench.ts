/** `npm run bench`: ours against a reference in the same run, medians with their spread, as a table and as JSON lines. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { LAUNCH_ARGUMENTS } from '../../src/cli/findBrowser.ts';
import { ensureBrowser } from '../../src/cli/installBrowser.ts';
import type { Measured } from './rows.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string', multiple: true } } });
const measured = await measureInBrowser(values.only ?? []);
process.stdout.write(values.json ? measured.map(jsonLine).join('') : table(measured));

async function measureInBrowser(only: string[]): Promise<Measured[]> {
  const server = await createServer({
    root: ROOT,
    logLevel: 'error',
    server: { port: 0, host: '127.0.0.1', hmr: false },
  });
  await server.listen();
  const browser = await chromium.launch({ ...ensureBrowser(), args: LAUNCH_ARGUMENTS });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.resolvedUrls?.local[0]}test/bench/index.html`);
    return await page.evaluate(async (names) => {
      const rows = '/test/bench/rows.ts';
      const { measure } = (await import(/* @vite-ignore */ rows)) as typeof import('./rows.ts');
      return measure(names);
    }, only);
  } finally {
    await browser.close();
    await server.close();
  }
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
