/** `npm run curves`: how time and memory grow with the number of sessions, with memory, output, files and variables. */
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { withPage } from '../../support/openPage.ts';
import { processMemory } from '../../support/processMemory.ts';
import { isChosen } from '../bench/measure.ts';
import { describeMachine, writeBetweenMarks } from '../measured.ts';
import type { Measure } from './points.ts';

const HELP = `Usage: npm run curves [-- --only sessions] [--most 500] [--times 3] [--json] [--write docs/numbers.md]
Measures each curve at some sizes, and prints medians as a table or as JSON lines. --most leaves out larger sizes.
`;
/** The module with the curves, in the page. */
const POINTS = '/test/measure/curves/points.ts';

interface Point {
  curve: string;
  size: number;
  /** The median. */
  value: number;
}

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    most: { type: 'string', default: 'Infinity' },
    times: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
    write: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) process.stdout.write(HELP);
else await main();

async function main(): Promise<void> {
  const { measures, points, browser } = await withPage(async (page) => {
    await page.exposeFunction('browserMemory', () => memoryAfterCollection(page));
    const measures = await readMeasures(page);
    return { measures, points: await measureAll(page, measures), browser: page.context().browser()?.version() };
  });
  const table = tableOf(measures, points);
  process.stdout.write(values.json ? points.map((point) => `${JSON.stringify(point)}\n`).join('') : table);
  if (values.write !== undefined)
    await writeBetweenMarks(values.write, 'curves', `\n${describeMachine(`Chromium ${browser}`)}\n\n${table}\n`);
}

async function readMeasures(page: Page): Promise<Measure[]> {
  const all = await page.evaluate(async (module) => {
    const { measures } = (await import(/* @vite-ignore */ module)) as typeof import('./points.ts');
    return measures();
  }, POINTS);
  return all
    .filter(({ name }) => isChosen(name, values.only))
    .map((measure) => ({ ...measure, sizes: measure.sizes.filter((size) => size <= Number(values.most)) }));
}

/** Each point in a page of its own, so that none depends on what was measured before it. */
async function measureAll(page: Page, measures: Measure[]): Promise<Point[]> {
  const points: Point[] = [];
  for (const { name, sizes } of measures) {
    for (const size of sizes) {
      await page.reload();
      const found = await page.evaluate(
        async ([module, measure, ...numbers]) => {
          const { measurePoint } = (await import(/* @vite-ignore */ module)) as typeof import('./points.ts');
          return measurePoint(measure, ...numbers);
        },
        [POINTS, name, size, Number(values.times)] as const,
      );
      points.push(...Object.entries(found).map(([curve, value]) => ({ curve, size, value })));
      process.stderr.write(`${name} ${size}: ${JSON.stringify(found)}\n`);
    }
  }
  return points;
}

/** Garbage is collected in the sealed frame first, too, which is a process of its own. */
async function memoryAfterCollection(page: Page): Promise<number | undefined> {
  for (const frame of page.frames().slice(1)) {
    const session = await page
      .context()
      .newCDPSession(frame)
      .catch(() => undefined);
    await session?.send('HeapProfiler.collectGarbage');
    await session?.detach();
  }
  return processMemory(page);
}

/** A table in Markdown for each measure: a line for each curve, a column for each size. */
function tableOf(measures: readonly Measure[], points: readonly Point[]): string {
  return measures
    .map(({ name, of, sizes, curves }) => {
      const lines = Object.entries(curves).map(([curve, { what, unit }]) => {
        const cells = sizes.map((size) => points.find((each) => each.curve === curve && each.size === size)?.value);
        return [`${curve}: ${what}, ${unit}`, ...cells.map((value) => value?.toFixed(value < 10 ? 1 : 0) ?? '')];
      });
      const head = [`${name}, ${of}`, ...sizes.map((size) => size.toLocaleString('en'))];
      return [head, head.map(() => '---'), ...lines].map((line) => `| ${line.join(' | ')} |\n`).join('');
    })
    .join('\n');
}
