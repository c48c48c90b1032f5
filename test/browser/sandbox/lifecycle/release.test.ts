import { describe, expect, it } from 'vitest';
import { Sandbox } from '../../../../src/entries/index.ts';
import { freshSandbox, keepEngine } from '../freshSandbox.ts';

/** Milliseconds that each of these sessions may be idle. */
const SOON = 50;
/** Tells the workers of a session apart. */
const WORKER = 'import js\njs.performance.timeOrigin';

keepEngine();

async function workerOf(sandbox: Sandbox): Promise<string> {
  return (await sandbox.run(WORKER)).output;
}

/** Waits until the session is in another worker. Each time that it asks is a call, after which the session is idle again. */
async function whenReleased(sandbox: Sandbox): Promise<void> {
  const worker = await workerOf(sandbox);
  await expect.poll(() => workerOf(sandbox), { interval: 2_000 }).not.toBe(worker);
}

describe('a session that nobody uses for a while', () => {
  it('goes on in another worker as if nothing had happened', async () => {
    const sandbox = await freshSandbox({ releaseAfter: SOON });
    await sandbox.run('rows = [1, 2]\nopen("kept.txt", "w").write("kept");');
    await whenReleased(sandbox);
    const result = await sandbox.run('print(rows, open("kept.txt").read())');
    expect(result).toMatchObject({ status: 'ok', output: '[1, 2] kept\n' });
    expect(result.recovery).toBeUndefined();
    await sandbox.rewind();
    expect((await sandbox.run('rows')).output).toBe('[1, 2]\n');
  });

  it('loses nothing if a run in that worker has to be killed', async () => {
    const sandbox = await freshSandbox({ releaseAfter: SOON });
    await sandbox.run('rows = [1, 2]\nopen("kept.txt", "w").write("kept");');
    await whenReleased(sandbox);
    const killed = await sandbox.run('rows.append(3)\nimport posix\nposix._exit(1)');
    expect(killed.recovery).toMatchObject({ undone: true, lostRuns: [], lostFiles: false });
    expect((await sandbox.run('print(rows, open("kept.txt").read())')).output).toBe('[1, 2] kept\n');
  });

  it('keeps its worker if that has something that would be lost', async () => {
    const sandbox = await freshSandbox({ releaseAfter: SOON });
    await sandbox.run('import js\nkept = js.Object.new()\nkept.name = "Ada"');
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve, SOON));
    expect((await sandbox.run('kept.name')).output).toBe("'Ada'\n");
  });

  it('keeps its worker for ever by default, and is told of times that are none', async () => {
    await expect(Sandbox.create({ releaseAfter: 0 })).rejects.toThrow(
      'The option `releaseAfter` takes milliseconds, more than 0, not 0.',
    );
    const sandbox = await freshSandbox();
    const worker = await workerOf(sandbox);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve, SOON));
    expect(await workerOf(sandbox)).toBe(worker);
  });
});
