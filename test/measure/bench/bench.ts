/** `npm run bench`: ours against a reference in the same run, medians with their spread, as a table and as JSON lines. */
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { hideJspi } from '../../support/browsers/hideJspi.ts';
import { withPage } from '../../support/openPage.ts';
import { type Mirror, startMirror } from '../../support/packageServer/mirror.ts';
import { readWheelsIn, WHEELS_FOLDER } from '../../support/packageServer/realWheels.ts';
import { processMemory } from '../../support/processMemory.ts';
import { measureBytes } from './bytesRows.ts';
import { isChosen, type Measured } from './measure.ts';
import type { RealPackages } from './packageRows.ts';
import type { Choice } from './rows.ts';
import { summarise, tableOf } from './summary.ts';

/** Between these a document has what was measured last. */
const PLACE = /(?<=<!-- bench -->\n).*(?=<!-- \/bench -->)/s;

/** The module with the rows, in the page. */
const ROWS = '/test/measure/bench/rows.ts';

/** What is written down: tasks, scripts, WebAssembly, requests, and samples of what JavaScript is doing. */
const PROFILED = [
  'toplevel',
  'blink.user_timing',
  'devtools.timeline',
  'v8',
  'v8.wasm',
  'disabled-by-default-v8.cpu_profiler',
];

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    only: { type: 'string', multiple: true, default: [] },
    times: { type: 'string' },
    write: { type: 'string' },
    profile: { type: 'string' },
    'without-jspi': { type: 'boolean', default: false },
  },
});
const mirror = await startMirror();
const { measured, machine } = await withPage(
  async (page) => {
    // A page sees no other process, and a sealed frame is in one.
    if ((await processMemory(page)) !== undefined)
      await page.exposeFunction('browserMemory', () => processMemory(page));
    const times = values.times === undefined ? undefined : Number(values.times);
    const choice = { only: values.only, times, packages: realPackages(mirror), kernel: mirror.kernel };
    const inPage = await profiled(page, () => measureIn(page, choice));
    return { measured: inPage, machine: machineOf(page) };
  },
  values['without-jspi'] ? [hideJspi()] : [],
);
await mirror.close();
measured.push(...(await measureBytes((name) => isChosen(name, values.only))));
const table = tableOf(measured);
process.stdout.write(values.json ? measured.map((row) => `${JSON.stringify(summarise(row))}\n`).join('') : table);
if (values.write !== undefined) await writeInto(values.write, `\n${machine}\n\n${table}\n`);

/** Each row in a page of its own, so that none depends on what was measured before it. */
async function measureIn(page: Page, choice: Choice): Promise<Measured[]> {
  const names = await page.evaluate(
    async ([module, chosen]) => {
      const { chosenRows } = (await import(/* @vite-ignore */ module)) as typeof import('./rows.ts');
      return chosenRows(chosen);
    },
    [ROWS, choice] as const,
  );
  const measured: Measured[] = [];
  for (const name of names) {
    await page.reload();
    const row = page.evaluate(
      async ([module, chosen, row]) => {
        const { measure } = (await import(/* @vite-ignore */ module)) as typeof import('./rows.ts');
        return measure(row, chosen);
      },
      [ROWS, choice, name] as const,
    );
    measured.push(await row);
  }
  return measured;
}

/** With `--profile FILE`: has the browser write down meanwhile what all its threads do, for DevTools or ui.perfetto.dev to show. */
async function profiled<Value>(page: Page, work: () => Promise<Value>): Promise<Value> {
  const browser = page.context().browser();
  if (values.profile === undefined || !browser) return work();
  await browser.startTracing(page, { path: values.profile, categories: PROFILED });
  try {
    return await work();
  } finally {
    await browser.stopTracing();
  }
}

/** The wheels that the variable GLOVEBOX_WHEELS names a folder of. */
function realPackages({ origin, realPackages: engines }: Mirror): RealPackages | undefined {
  const found = engines.find(({ names }) => ['numpy', 'pillow'].every((name) => names.includes(name)));
  if (WHEELS_FOLDER === undefined || !found) {
    process.stderr.write(
      'Left out, since GLOVEBOX_WHEELS names no folder with their wheels: ready-packages, ready-pandas, first-plot.\n',
    );
    return undefined;
  }
  const engine = `${origin}/${found.folder}/`;
  const entries = readWheelsIn(WHEELS_FOLDER, found.python).map(({ entry }) => entry);
  return { engine, wheels: Object.fromEntries(entries.map(({ name, file_name }) => [name, engine + file_name])) };
}

function machineOf(page: Page): string {
  const [processor] = os.cpus();
  const gigabytes = Math.round(os.totalmem() / 1e9);
  const browser = page.context().browser()?.version();
  const day = new Date().toISOString().slice(0, 10);
  return `Measured on ${day}: ${os.cpus().length} × ${processor?.model.trim()}, ${gigabytes} GB, ${os.type()}; Chromium ${browser}.`;
}

async function writeInto(document: string, text: string): Promise<void> {
  const before = await readFile(document, 'utf8');
  if (!PLACE.test(before))
    throw new Error(`${document} has no place for the table: <!-- bench --> and <!-- /bench -->.`);
  await writeFile(
    document,
    before.replace(PLACE, () => text),
  );
}
