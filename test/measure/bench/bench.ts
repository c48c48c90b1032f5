/** `npm run bench`: ours against a reference in the same run, medians with their spread, as a table and as JSON lines. */
import { parseArgs } from 'node:util';
import { ENGINES, type EngineName } from '../../support/browsers/engine.ts';
import { hideJspi } from '../../support/browsers/hideJspi.ts';
import { type Mirror, startMirror } from '../../support/packageServer/mirror.ts';
import { readWheelsIn, WHEELS_FOLDER } from '../../support/packageServer/realWheels.ts';
import { processMemory } from '../../support/processMemory.ts';
import { describeMachine, writeBetweenMarks } from '../measured.ts';
import { type MeasuringPage, withMeasuringPage } from '../measuringPage.ts';
import { measureBytes } from './bytesRows.ts';
import { isChosen, type Measured } from './measure.ts';
import type { RealPackages } from './packageRows.ts';
import type { Choice, Chosen } from './rows.ts';
import { summarise, tableOf } from './summary.ts';

/** The module with the rows, in the page. */
const ROWS = '/test/measure/bench/rows.ts';

/**
 * WebKit lets the thread of a worker that was ended in a loop compute on, beside all that is measured after it. Driven by WebDriver, it keeps
 * nothing for a page that is loaded again: it has no later visits.
 */
const LEFT_OUT: Partial<Record<EngineName, string[]>> = { webkit: ['recover', 'first-run'] };

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
    browser: { type: 'string', default: 'chromium' },
    only: { type: 'string', multiple: true, default: [] },
    times: { type: 'string' },
    write: { type: 'string' },
    profile: { type: 'string' },
    'without-jspi': { type: 'boolean', default: false },
  },
});
const engine = engineNamed(values.browser);
const mirror = await startMirror();
const { measured, machine } = await withMeasuringPage(
  engine,
  async (page) => {
    const { chromium } = page;
    // A page sees no other process, and a sealed frame is in one.
    if (chromium && (await processMemory(chromium)) !== undefined)
      await chromium.exposeFunction('browserMemory', () => processMemory(chromium));
    const times = values.times === undefined ? undefined : Number(values.times);
    const choice = { only: values.only, times, packages: realPackages(mirror), kernel: mirror.kernel };
    const inPage = await profiled(page, () => measureIn(page, choice));
    return { measured: inPage, machine: describeMachine(page.title) };
  },
  values['without-jspi'] ? [hideJspi()] : [],
);
await mirror.close();
// Counted at the server, which every browser asks for the same.
if (engine === 'chromium') measured.push(...(await measureBytes((name) => isChosen(name, values.only))));
const table = tableOf(measured);
process.stdout.write(values.json ? measured.map((row) => `${JSON.stringify(summarise(row))}\n`).join('') : table);
if (values.write !== undefined) {
  const mark = engine === 'chromium' ? 'bench' : `bench ${engine}`;
  await writeBetweenMarks(values.write, mark, `\n${machine}\n\n${table}\n`);
}

/** Each row in a page of its own, so that none depends on what was measured before it. A row that fails is named, and the others are measured. */
async function measureIn(page: MeasuringPage, choice: Choice): Promise<Measured[]> {
  const all = await page.call<Chosen[]>(ROWS, 'chosenRows', [choice]);
  const chosen = all.filter(({ name }) => !LEFT_OUT[engine]?.includes(name));
  const measured: Measured[] = [];
  for (const { name, pages } of chosen) {
    try {
      const row = await (pages === undefined
        ? measureInPage(page, name, choice)
        : measureInPages(page, pages, name, choice));
      measured.push(row);
      // All rows take half an hour.
      process.stderr.write(`${name}: ${summarise(row).ratio.toFixed(2)}\n`);
    } catch (error) {
      process.stderr.write(`${name} failed: ${error}\n`);
      process.exitCode = 1;
    }
  }
  return measured;
}

async function measureInPage(page: MeasuringPage, name: string, choice: Choice): Promise<Measured> {
  await page.reload();
  return page.call<Measured>(ROWS, 'measure', [name, choice]);
}

/** Once in each page. The first leaves what a later visit begins with. */
async function measureInPages(page: MeasuringPage, count: number, name: string, choice: Choice): Promise<Measured> {
  const once = { ...choice, times: 1 };
  const row: Measured = { ...(await measureInPage(page, name, once)), ours: [], reference: [] };
  for (let each = 0; each < count; each += 1) {
    const { ours, reference } = await measureInPage(page, name, once);
    row.ours.push(...ours);
    row.reference.push(...reference);
  }
  return row;
}

/** With `--profile FILE`: has the browser write down meanwhile what all its threads do, for DevTools or ui.perfetto.dev to show. */
async function profiled<Value>({ chromium }: MeasuringPage, work: () => Promise<Value>): Promise<Value> {
  const browser = chromium?.context().browser();
  if (values.profile === undefined || !browser) return work();
  await browser.startTracing(chromium, { path: values.profile, categories: PROFILED });
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

function engineNamed(name: string): EngineName {
  const engine = ENGINES.find((each) => each === name);
  if (!engine) throw new RangeError(`--browser takes ${ENGINES.join(', ')}; it was given ${name}.`);
  return engine;
}
