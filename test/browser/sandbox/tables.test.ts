import { expect, it } from 'vitest';
import { TableError } from '../../../src/entries/sandbox.ts';
import { freshSandbox } from './freshSandbox.ts';

it('a table that cannot be read costs no variables, also if the session was never captured', async () => {
  const sandbox = await freshSandbox({ checkpointMemory: 0 });
  await sandbox.run('kept = 7\nimport sqlite3\nsqlite3.connect("shop.db").close()');
  const failures = [
    sandbox.tables.open('shop.db', { query: 'SELECT * FROM absent' }),
    sandbox.tables.open(new File(['no database'], 'mine.db')),
    sandbox.tables.page(1),
  ];
  const reasons = await Promise.all(failures.map((failure) => failure.catch((error: unknown) => error)));
  expect(reasons).toEqual(Array(3).fill(expect.any(TableError)));
  expect(String(reasons[1])).toContain('file is not a database');
  expect(await sandbox.run('print(kept)')).toMatchObject({ output: '7\n' });
  expect((await sandbox.files.list()).map(({ path }) => path)).toEqual(['shop.db']);
});
