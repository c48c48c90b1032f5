// @module-tag long
/** The real joblib. There are no processes, so that it runs its jobs one after the other. */
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { Sandbox } from '../../../../src/entries/index.ts';

const { origin: MIRROR, realPackages, systemPackages } = inject('mirror');
const PLACES = [systemPackages, ...realPackages].map((place) => ({ ...place, has: place.names.includes('joblib') }));

describe.each(PLACES)('joblib of the folder $folder', ({ folder, has }) => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    if (has) sandbox = await Sandbox.create({ assets: `${MIRROR}/${folder}/`, packages: 'vendored' });
  });
  afterAll(() => sandbox?.close());
  beforeEach(({ skip }) => skip(!has, 'there is no joblib: neither of Debian nor in the folder GLOVEBOX_WHEELS'));

  async function outputOf(code: string): Promise<string> {
    const { stdout, stderr } = await sandbox.run(`from joblib import Parallel, delayed\n${code}`);
    return stdout + stderr;
  }

  it.each([
    'n_jobs=2',
    'n_jobs=-1',
    'n_jobs=2, backend="loky"',
    'n_jobs=2, backend="multiprocessing"',
    'n_jobs=2, backend="threading"',
    'n_jobs=4, prefer="processes"',
    'n_jobs=4, prefer="threads"',
    'n_jobs=4, require="sharedmem"',
  ])('runs the jobs of Parallel(%s)', async (options) => {
    const code = `print(Parallel(${options})(delayed(lambda n: n * n)(n) for n in range(4)))`;
    expect(await outputOf(code)).toBe('[0, 1, 4, 9]\n');
  });

  it('runs jobs with the backend of a context, in jobs, and several times', async () => {
    const code = [
      'from joblib import parallel_backend',
      'def sums(n): return sum(Parallel(n_jobs=2)(delayed(pow)(n, m) for m in range(3)))',
      'with parallel_backend("loky", n_jobs=2): print(Parallel()(delayed(sums)(n) for n in range(4)))',
      'with Parallel(n_jobs=2, backend="multiprocessing") as parallel:',
      '    print([parallel(delayed(abs)(m) for m in (n, -n)) for n in range(2)])',
    ].join('\n');
    expect(await outputOf(code)).toBe('[1, 3, 7, 13]\n[[0, 0], [1, 1]]\n');
  });

  it('raises the error of a job', async () => {
    const code = 'def fail(n): raise ValueError(f"odd: {n}")\nParallel(n_jobs=2)(delayed(fail)(n) for n in range(2))';
    expect(await outputOf(code)).toMatch(/ValueError: odd: 0\n$/);
  });

  it('ends with its run, and the next one works', async () => {
    const code =
      'from joblib import Parallel, delayed\nimport time\nParallel(n_jobs=2)(delayed(time.sleep)(60) for _ in range(2))';
    expect(await sandbox.run(code, { timeout: 500 })).toMatchObject({ status: 'timeout' });
    expect(await outputOf('print(Parallel(n_jobs=2)(delayed(abs)(n) for n in (-1, 1)))')).toBe('[1, 1]\n');
  });

  it('stores values in files', async () => {
    const code =
      'import joblib\njoblib.dump({"model": [1]}, "model.joblib", compress=3)\nprint(joblib.load("model.joblib"))';
    expect(await outputOf(code)).toBe("{'model': [1]}\n");
  });
});
