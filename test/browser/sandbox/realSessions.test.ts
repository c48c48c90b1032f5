import { beforeEach, describe, expect, inject, it } from 'vitest';
import { Checkpoint, Sandbox, type SandboxOptions } from '../../../src/entries/index.ts';
import { freshSandbox } from './freshSandbox.ts';
import { needsWheels } from './needsWheels.ts';
import { storedKeys } from './state/visit.ts';

const { origin: MIRROR, realPackages } = inject('mirror');
const NEEDED = ['numpy', 'pandas', 'matplotlib'];
const SESSION = 'real-packages';
/** Milliseconds: to import all this for the first time takes long on a machine that does much else. */
const PATIENT = { timeout: 200_000 };
const TIMEOUT = 400_000;

const PREPARE = `
import numpy as np, pandas as pd, matplotlib.pyplot as plt
frame = pd.DataFrame({"group": list("abab"), "value": np.arange(4.0)})
totals = frame.groupby("group").value.sum()
generator = np.random.default_rng(42)
generator.random(3)
figure, axes = plt.subplots(figsize=(4, 3), dpi=100)
axes.plot(frame.value, frame.value ** 2)
plt.title(r"$x^2 + \\frac{\\alpha}{2}$");
`;
/** Goes on with all that {@link PREPARE} left, and draws with formulas again. */
const GO_ON = `
frame["more"] = frame.value * totals.b
print(frame.more.tolist(), totals.to_dict(), generator.random(2).tobytes().hex())
frame.plot(figsize=(4, 3)).set_title(r"$\\sqrt{x}$");
`;

describe.each(realPackages)('a session with numpy, pandas and matplotlib, in Python $python', (packages) => {
  const { folder } = packages;
  const OPTIONS: SandboxOptions = { assets: `${MIRROR}/${folder}/`, packages: 'vendored' };

  beforeEach((context) => needsWheels(context, NEEDED, packages));

  it('is kept when a figure with formulas is drawn at the end of a run', { timeout: TIMEOUT }, async () => {
    const sandbox = await freshSandbox(OPTIONS);
    const drawn = await sandbox.run(PREPARE, PATIENT);
    expect(drawn).toMatchObject({ status: 'ok', output: '', results: [{ source: 'figure' }] });
    expect(await sizeOf(drawn.results[0]?.data['image/png'])).toEqual([400, 300]);
    using checkpoint = await sandbox.checkpoint();
    expect(checkpoint.lost).toEqual([]);
    const killed = await sandbox.run('frame = plt = None\nimport posix\nposix._exit(1)');
    expect(killed).toMatchObject({ recovery: { undone: true, lostRuns: [], lostFiles: false } });
    const gone = await sandbox.run(GO_ON, PATIENT);
    expect(gone).toMatchObject({ status: 'ok', stderr: '', results: [{ source: 'figure' }] });
    await sandbox.restore(checkpoint);
    expect((await sandbox.run(GO_ON, PATIENT)).output).toBe(gone.output);
    for (const from of [checkpoint, await Checkpoint.fromBlob(await checkpoint.toBlob())]) {
      const other = await freshSandbox({ ...OPTIONS, from });
      expect(await other.run(GO_ON, PATIENT)).toMatchObject({ output: gone.output, results: [{ source: 'figure' }] });
    }
  });

  it('leaves its packages imported for later sessions, and in the browser for the next visit', {
    timeout: TIMEOUT,
  }, async () => {
    const first = await freshSandbox(OPTIONS);
    await first.run(PREPARE, PATIENT);
    await expect.poll(storedBaselines, PATIENT).toContainEqual(expect.stringMatching(`/${folder}/ .`));
    const second = await freshSandbox(OPTIONS);
    const loaded =
      '("numpy", "pandas", "matplotlib.pyplot", "matplotlib.backends.backend_agg", "matplotlib._mathtext")';
    const code = `import sys\nprint([name in sys.modules for name in ${loaded}])`;
    const { output, results } = await second.run(code);
    expect({ output, results }).toEqual({ output: '[True, True, True, True, True]\n', results: [] });
    // Also those that begin with what was restored before they were asked for: nothing of another is in them.
    const drawn = new Set<unknown>();
    for (let more = 0; more < 3; more += 1) {
      const another = await freshSandbox(OPTIONS);
      const begun = await another.run('import random\nassert "frame" not in dir()\nframe = 1\nrandom.random()');
      expect(begun).toMatchObject({ status: 'ok' });
      drawn.add(begun.value);
    }
    expect(drawn.size).toBe(3);
  });

  it('goes on where it was on the next visit', { timeout: TIMEOUT }, async () => {
    await Sandbox.forget(SESSION);
    const before = await freshSandbox({ ...OPTIONS, persist: SESSION });
    await before.run(PREPARE, PATIENT);
    await before.save();
    await before.close();
    const after = await freshSandbox({ ...OPTIONS, persist: SESSION });
    expect(after.resumed).toBe(true);
    expect((await after.run('totals.to_dict()')).output).toBe("{'a': 2.0, 'b': 4.0}\n");
    expect(await after.run(GO_ON, PATIENT)).toMatchObject({ stderr: '', results: [{ source: 'figure' }] });
    await Sandbox.forget(SESSION);
  });
});

/** The folder of each stored baseline's engine, and where its packages come from. */
async function storedBaselines(): Promise<string[]> {
  return (await storedKeys('baseline')).map(([_kind, folder, sources]) => `${folder} ${sources}`);
}

async function sizeOf(base64 = ''): Promise<[width: number, height: number]> {
  const { width, height } = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
  return [width, height];
}
