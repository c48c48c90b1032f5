// @module-tag long
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Sandbox } from '../../../../src/entries/index.ts';
import { Frame } from '../../../../src/sandbox/frame/frame.ts';
import { ASSETS, keepEngine } from '../freshSandbox.ts';

const SESSIONS = 50;
const BUSY = 3;
/** Milliseconds that each of these sessions may be idle. */
const SOON = 50;
/** Waits for a line that the test sends, so that the session is busy for as long as the test needs it: in browsers without JSPI, too. */
const WAITS = 'import inspect, tools\nheld = tools.line()\nheld = await held if inspect.isawaitable(held) else held';

keepEngine();

describe('fifty sessions in a page', () => {
  it('of which three are busy have three workers, and each goes on where it was', async () => {
    const started = vi.spyOn(Frame.prototype, 'startInterpreter');
    onTestFinished(() => started.mockRestore());
    const alive = () => started.mock.results.filter(({ value }) => value?.ended === false).length;

    const sandboxes: Sandbox[] = [];
    onTestFinished(async () => void (await Promise.all(sandboxes.map((sandbox) => sandbox.close()))));
    for (let number = 0; number < SESSIONS; number += 1) {
      const sandbox = await Sandbox.create({ assets: ASSETS, releaseAfter: SOON });
      sandboxes.push(sandbox);
      await sandbox.run(`number = ${number}\nopen("number.txt", "w").write("${number}");`);
    }
    const lines = sandboxes.slice(0, BUSY).map(() => Promise.withResolvers<string>());
    const busy = lines.map(({ promise }, number) => {
      sandboxes[number]?.expose({ line: { description: 'The next line.', parameters: {}, execute: () => promise } });
      return sandboxes[number]?.run(WAITS);
    });
    await expect.poll(alive, { timeout: 60_000 }).toBe(BUSY);

    for (const [number, { resolve }] of lines.entries()) resolve(`line ${number}`);
    for (const result of await Promise.all(busy)) expect(result).toMatchObject({ status: 'ok', stderr: '' });
    for (const [number, sandbox] of sandboxes.entries()) {
      const result = await sandbox.run('print(number, open("number.txt").read())');
      expect(result).toMatchObject({ status: 'ok', output: `${number} ${number}\n` });
      expect(result.recovery).toBeUndefined();
    }
    expect((await sandboxes[1]?.run('held'))?.output).toBe("'line 1'\n");
    await expect.poll(alive, { timeout: 60_000 }).toBe(0);
  }, 180_000);
});
