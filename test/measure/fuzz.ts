/** `npm run fuzz -- --runs 100000`: the tests of properties, with more examples, and others each time. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HELP = `Usage: npm run fuzz -- [--runs 10000] [--seed N] [--only NAME]
Runs the tests of test/unit/**/*.property.test.ts with so many examples of each property, from a seed that it names.
--only: those whose file has that in its name, such as brokenResponses or checkpointFile.
`;
/** Milliseconds for one test: as long as it takes. */
const TIME = 24 * 60 * 60 * 1000;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string', default: '' },
    help: { type: 'boolean' },
  },
});
if (values.help) process.stdout.write(HELP);
else {
  process.stdout.write(`Seed ${values.seed}.\n`);
  const filter = `${values.only}.property.test`;
  const args = [
    'vitest',
    'run',
    '--project',
    'unit',
    '--testTimeout',
    String(TIME),
    values.only === '' ? 'property.test' : filter,
  ];
  const env = { ...process.env, PROPERTY_RUNS: values.runs, PROPERTY_SEED: values.seed };
  const { status } = spawnSync('npx', args, {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
