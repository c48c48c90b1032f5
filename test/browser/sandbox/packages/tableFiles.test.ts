import { describe, expect, it } from 'vitest';
import type { SandboxProgress } from '../../../../src/entries/index.ts';
import { freshSandbox, keepEngine } from '../freshSandbox.ts';
import { ENGINE, newAddresses } from './mirror.ts';

keepEngine(ENGINE);

const PARQUET = '{"city": ["Bern", "Zug"], "sold": [45, null]}';

describe('the package that reads a file', () => {
  it('is loaded when the first such file is opened, with its progress told, and works for code', async () => {
    const { options, requests } = newAddresses();
    const progress: SandboxProgress[] = [];
    const sandbox = await freshSandbox({ ...options, onProgress: (step) => progress.push(step) });
    await sandbox.files.write('sales.PARQUET', PARQUET);
    const { table, note } = await sandbox.tables.open('sales.PARQUET');
    expect({ rows: table?.rows, note }).toEqual({
      rows: [
        ['Bern', 45],
        ['Zug', null],
      ],
      note: null,
    });
    expect(progress.findLast(({ step }) => step === 'packages')).toMatchObject({ packages: ['pyarrow'] });
    const before = await requests();
    expect((await sandbox.tables.open(new File([PARQUET], 'mine.parquet'))).table?.rowCount).toBe(2);
    expect((await sandbox.run('import pyarrow.parquet\nprint("there")')).output).toBe('there\n');
    expect(await requests()).toEqual(before);
  });

  it('is looked for where the page allows it, and nowhere else: a note says why it is missing', async () => {
    const { options, requests } = newAddresses('missing');
    const absent = await freshSandbox(options);
    expect(await absent.tables.open(new File([PARQUET], 'sales.parquet'))).toMatchObject({
      table: null,
      note: expect.stringMatching(
        /^Python reads such a file with the package pyarrow\. pyarrow could not be downloaded/,
      ),
    });
    const asked = await requests();
    const vendored = await freshSandbox({ ...options, packages: 'vendored' });
    const { note } = await vendored.tables.open(new File([PARQUET], 'sales.parquet'));
    expect(note).toContain('with the package pyarrow.');
    expect(note).toContain('glovebox vendor');
    expect(await requests()).toEqual(asked);
  });

  it('is none for a file that Python reads itself', async () => {
    const { options, requests } = newAddresses();
    const sandbox = await freshSandbox(options);
    await sandbox.run('open("modules.csv", "w").write("import,pyarrow\\n1,2\\n")');
    expect((await sandbox.tables.open('modules.csv')).table?.rows).toEqual([[1, 2]]);
    expect(await requests()).toEqual([]);
  });
});
