/** `npm run chaos -- --kills 500 --seed 7`: fails where a fault cost something that nobody was told of, or left something hanging. */
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { withPage } from '../../support/openPage.ts';
import { engineWithPackages, startMirror } from '../../support/packageServer/mirror.ts';
import { processMemory } from '../../support/processMemory.ts';
import { exposeOutside } from './outside.ts';
import { FAULTS, type Fault, type Plan, type Report } from './report.ts';

const HELP = `Usage: npm run chaos -- [--kills 500] [--seed 1] [--faults ${FAULTS.join(',')}] [--verbose]
Breaks what sandboxes are made of, at random moments, and counts what was lost and what hung. Prints JSON;
sessions hold arrays, tables and plots, too, if GLOVEBOX_WHEELS names a folder with numpy, pandas and matplotlib;
--verbose tells of each fault as it comes.
`;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    faults: { type: 'string', default: FAULTS.join(',') },
    verbose: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help) process.stdout.write(HELP);
else await main();

async function main(): Promise<void> {
  const seed = Number(values.seed);
  const { failures, ...counts } = await inBrowser(Number(values.kills), seed, readFaults(values.faults));
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  process.stdout.write(`${JSON.stringify({ seed, ...counts })}\n`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

function readFaults(list: string): Fault[] {
  const names = list.split(',');
  const unknown = names.find((name) => !FAULTS.some((fault) => fault === name));
  if (unknown !== undefined) throw new Error(`--faults takes some of ${FAULTS.join(',')}, not ${unknown}.`);
  return FAULTS.filter((fault) => names.includes(fault));
}

/** What the page reports, and the megabytes that the browser's processes had before and after. */
async function inBrowser(kills: number, seed: number, faults: Fault[]) {
  const mirror = await startMirror();
  try {
    return await withPage(async (page) => {
      await exposeOutside(page, mirror);
      if (values.verbose) page.on('console', (message) => void process.stderr.write(`${message.text()}\n`));
      const started = Date.now();
      const before = await megabytes(page);
      const real = engineWithPackages(mirror);
      const engine = real ?? 'engine';
      const plan = { kills, seed, faults, mirror: mirror.origin, engine, hasRealPackages: real !== undefined };
      const report = await causeFaults(page, plan);
      const seconds = Math.round((Date.now() - started) / 1000);
      return { ...report, seconds, megabytes: { before, after: await megabytes(page) } };
    });
  } finally {
    await mirror.close();
  }
}

function causeFaults(page: Page, plan: Plan): Promise<Report> {
  return page.evaluate(async (inPage) => {
    const module = '/test/measure/chaos/causeFaults.ts';
    const chaos = (await import(/* @vite-ignore */ module)) as typeof import('./causeFaults.ts');
    return chaos.causeFaults(inPage);
  }, plan);
}

async function megabytes(page: Page): Promise<number | undefined> {
  const bytes = await processMemory(page);
  return bytes === undefined ? undefined : Math.round(bytes / 1024 ** 2);
}
