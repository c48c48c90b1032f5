import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../../../../src/entries/index.ts';
import { freshSandbox, keepEngine } from '../freshSandbox.ts';

keepEngine();

describe('rewind()', () => {
  it('takes back the last runs', async () => {
    const sandbox = await freshSandbox();
    for (const n of [1, 2, 3]) {
      await sandbox.run(`value = ${n}\nopen("file.txt", "w").write("${n}");`);
      (await sandbox.checkpoint()).release();
    }
    await sandbox.rewind();
    expect((await sandbox.run('value, open("file.txt").read()')).output).toBe("(2, '2')\n");
    await sandbox.rewind(2);
    expect((await sandbox.run('value')).output).toBe('1\n');
    await sandbox.rewind(2);
    expect((await sandbox.run('value')).error?.type).toBe('NameError');
  });

  it('refuses what was not kept, and says what was', async () => {
    const sandbox = await freshSandbox({ checkpointMemory: 1 });
    for (const n of [1, 2, 3]) {
      await sandbox.run(`value = ${n}`);
      (await sandbox.checkpoint()).release();
    }
    await expect(sandbox.rewind(1)).rejects.toThrow(/You can take back the last 3/);
    await expect(sandbox.rewind(4)).rejects.toBeInstanceOf(InvalidOptionError);
    expect((await sandbox.run('value')).output).toBe('3\n');
  });
});
