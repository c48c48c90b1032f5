/** `npm run soak -- --runs 10000`: fails where a page that uses sandboxes for long takes more and more of anything. */
import { parseArgs } from 'node:util';
import { withPage } from '../../support/openPage.ts';
import { engineWithPackages, startMirror } from '../../support/packageServer/mirror.ts';
import { type Footprint, growth, measure, TOLERANCE } from './measure.ts';
import type { Rounds } from './rounds.ts';

const HELP = `Usage: npm run soak -- [--runs 10000] [--json]
Uses sandboxes for many runs in one page, and measures after a warm-up and ten times more what the page takes.
The runs use numpy, pandas and matplotlib, too, if GLOVEBOX_WHEELS names a folder with them.
Fails where something is more in the end than its tolerance allows. Prints a table, or JSON lines.
`;
/** The part of the runs that is the warm-up, but not fewer than it takes for all caches to be full. */
const WARM_UP = 0.1;
const MIN_WARM_UP = 200;
const MEASUREMENTS = 10;

interface Measured {
  runs: number;
  footprint: Footprint;
}

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '10000' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help) process.stdout.write(HELP);
else await main(Number(values.runs));

async function main(runs: number): Promise<void> {
  const measured = await soak(runs);
  const [first, last] = [measured[0], measured.at(-1)];
  if (!first || !last) throw new Error('Nothing was measured.');
  const grown = growth(first.footprint, last.footprint);
  process.stdout.write(values.json ? measured.map(jsonLine).join('') : table(measured));
  for (const name of grown) {
    const { part, amount } = TOLERANCE[name];
    process.stderr.write(`${name} grew by more than ${part * 100} % or ${amount}.\n`);
  }
  process.exitCode = grown.length === 0 ? 0 : 1;
}

async function soak(runs: number): Promise<Measured[]> {
  const mirror = await startMirror();
  const folder = engineWithPackages(mirror);
  const engine = folder === undefined ? undefined : `${mirror.origin}/${folder}/`;
  try {
    return await soakInPage(runs, engine);
  } finally {
    await mirror.close();
  }
}

/** @param engine one with numpy, pandas and matplotlib */
function soakInPage(runs: number, engine: string | undefined): Promise<Measured[]> {
  return withPage(async (page) => {
    const rounds = await page.evaluateHandle(async (realEngine) => {
      const module = '/test/measure/soak/rounds.ts';
      const { Rounds: InPage } = (await import(/* @vite-ignore */ module)) as typeof import('./rounds.ts');
      return new InPage(realEngine);
    }, engine);
    const go = (count: number) => rounds.evaluate((all: Rounds, more) => all.go(more), count);
    const footprint = () => measure(page, { evaluate: () => rounds.evaluate((all: Rounds) => all.count()) });
    const measured: Measured[] = [];
    for (const end of steps(runs)) {
      await go(end - (measured.at(-1)?.runs ?? 0));
      measured.push({ runs: end, footprint: await footprint() });
    }
    return measured;
  });
}

/** After how many runs it is measured: at the end of the warm-up, and then at even distances. */
function steps(runs: number): number[] {
  const warmUp = Math.min(Math.max(Math.round(runs * WARM_UP), MIN_WARM_UP), runs);
  const rest = runs - warmUp;
  const further = Array.from(
    { length: MEASUREMENTS },
    (_, index) => warmUp + Math.round((rest * (index + 1)) / MEASUREMENTS),
  );
  return [warmUp, ...new Set(further)];
}

function jsonLine({ runs, footprint }: Measured): string {
  return `${JSON.stringify({ runs, ...footprint })}\n`;
}

function table(measured: readonly Measured[]): string {
  const names = Object.keys(TOLERANCE) as (keyof Footprint)[];
  const lines = measured.map(({ runs, footprint }) => [
    String(runs),
    ...names.map((name) => inUnits(name, footprint[name])),
  ]);
  return [['runs', ...names], ...lines]
    .map((cells) => `${cells.map((cell) => cell.padStart(10)).join(' ')}\n`)
    .join('');
}

function inUnits(name: keyof Footprint, value: number | undefined): string {
  if (value === undefined) return '?';
  const isBytes = ['heap', 'wasm', 'processes'].includes(name);
  return isBytes ? `${(value / 1024 ** 2).toFixed(1)} MB` : String(value);
}
