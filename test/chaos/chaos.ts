/** `npm run chaos -- --kills 500 --seed 7`: fails where a kill cost something that nobody was told of, or left something hanging. */
import { parseArgs } from 'node:util';
import { startMirror } from '../fakes/mirror.ts';
import { withPage } from '../openPage.ts';
import type { Plan, Report } from './kills.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '500' }, seed: { type: 'string', default: '1' } },
});
const { failures, ...counts } = await killInBrowser(Number(values.kills), Number(values.seed));
for (const failure of failures) process.stderr.write(`${failure}\n`);
process.stdout.write(`${JSON.stringify({ seed: Number(values.seed), ...counts })}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function killInBrowser(kills: number, seed: number): Promise<Report> {
  const mirror = await startMirror();
  try {
    const plan: Plan = { kills, seed, mirror: mirror.origin };
    return await withPage((page) =>
      page.evaluate(async (inPage) => {
        const module = '/test/chaos/kills.ts';
        const { killAtRandom } = (await import(/* @vite-ignore */ module)) as typeof import('./kills.ts');
        return killAtRandom(inPage);
      }, plan),
    );
  } finally {
    await mirror.close();
  }
}
