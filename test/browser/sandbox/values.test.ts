/** Values that go in and out of a run without being printed, and what is read of files and pictures. */
import { describe, expect, it } from 'vitest';
import { InvalidOptionError, type RunOptions, SandboxFileError, TableError } from '../../../src/entries/sandbox.ts';
import { sandbox, shareSandbox } from './sharedSandbox.ts';

shareSandbox();

const VALUES = [
  null,
  true,
  7,
  -0.5,
  'ä 🐍 \u2028',
  [],
  {},
  [1, [2, { a: null }]],
  { rows: [{ name: 'Ada', born: 1815 }] },
];

describe.each(['python', 'javascript'] as const)('a value of %s', (language) => {
  const run = (code: string, options: RunOptions = {}) => sandbox.run(code, { ...options, language });

  it.each(VALUES.map((value) => [JSON.stringify(value), value]))('comes back as it went in: %s', async (_, value) => {
    expect((await run('given', { inputs: { given: value } })).value).toEqual(value);
  });

  it('is a variable that later runs find', async () => {
    await run('', { inputs: { stays: [40, 2] } });
    expect((await run('stays[0] + stays[1]')).value).toBe(42);
  });

  it('has no property that would replace a prototype', async () => {
    const code =
      language === 'python'
        ? '{"__proto__": {"polluted": 1}, "a": 2}'
        : 'JSON.parse(`{"__proto__": {"polluted": 1}, "a": 2}`)';
    const { value } = await run(code);
    expect(value).toEqual({ a: 2 });
    expect(Object.assign({}, value)).not.toHaveProperty('polluted');
  });

  it.each([
    ['there is no last expression', language === 'python' ? 'x = 1' : 'var x = 1'],
    ['JSON has none', language === 'python' ? '{1, 2}' : 'new Set([1])'],
    ['the number is not finite', language === 'python' ? 'float("nan")' : '0 / 0'],
    ['it contains itself', language === 'python' ? 'a = []\na.append(a)\na;' : 'var a = []; a.push(a); a'],
    ['it is too long', language === 'python' ? '"x" * 2_000_000' : '"x".repeat(2_000_000)'],
    ['the run failed', language === 'python' ? '1 / 0' : 'null.x'],
  ])('is left out if %s', async (_, code) => {
    expect(await run(code)).not.toHaveProperty('value');
  });

  it.each([
    ['a name that is none', { '2x': 1 }, /names of variables .*"2x"/],
    ['a keyword', { class: 1 }, /"class"/],
    ['a name of the language', { __builtins__: 1 }, /"__builtins__"/],
    ['a date', { rows: [{ when: new Date(0) }] }, /rows\[0\]\.when is a Date/],
    ['undefined', { rows: undefined }, /rows is undefined/],
    ['a number that is not finite', { rate: Number.NaN }, /rate is NaN/],
    ['a function', { rows: { call: () => 1 } }, /rows\.call is a function/],
    ['more than 8 MiB', { text: 'x'.repeat(9 * 1024 ** 2) }, /files\.write/],
  ])('is refused before the run if it is %s', async (_, inputs, reason) => {
    const refused = run('1', { inputs });
    await expect(refused).rejects.toBeInstanceOf(InvalidOptionError);
    await expect(refused).rejects.toThrow(reason);
  });

  it('that contains itself is refused before the run', async () => {
    const inputs: Record<string, unknown> = { a: [] };
    (inputs.a as unknown[]).push(inputs);
    await expect(run('1', { inputs })).rejects.toThrow(/nested/);
  });
});

describe('the text of a result', () => {
  it('is that of the last expression, as a notebook shows it', async () => {
    expect(await sandbox.run('print("a")\n{1: "b"}')).toMatchObject({ text: "{1: 'b'}", value: { 1: 'b' } });
    expect(await sandbox.run('print("a")')).not.toHaveProperty('text');
  });
});

describe('the images of a result', () => {
  it('have addresses that an <img> shows', async () => {
    const { images } = await sandbox.run(`
class Drawing:
    def _repr_svg_(self): return '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="5"/>'
display(Drawing())
print("no picture")`);
    expect(images.map(({ mimeType }) => mimeType)).toEqual(['image/svg+xml']);
    const shown = new Image();
    shown.src = images[0]?.dataUrl ?? '';
    await shown.decode();
    expect([shown.naturalWidth, shown.naturalHeight]).toEqual([7, 5]);
    expect(images[0]?.dataUrl).toBe(`data:image/svg+xml;base64,${images[0]?.data}`);
  });
});

describe('the tables of a result', () => {
  const MANY = '[{"n": n * 7919 % 10_000, "name": f"row {n}", "odd": n % 2 == 1 or None} for n in range(10_000)]';

  it('have types and first rows, and the session sorts, filters and searches all of them', async () => {
    const { tables, output, results } = await sandbox.run(MANY);
    const [table] = tables;
    expect(table).toMatchObject({ rowCount: 10_000, columnCount: 3, labels: 0 });
    expect(table?.columns.map(({ name, type }) => [name, type])).toEqual([
      ['n', 'number'],
      ['name', 'text'],
      ['odd', 'boolean'],
    ]);
    expect(table?.rows).toHaveLength(50);
    expect(table?.rows[1]).toEqual([7919, 'row 1', true]);
    expect(output.startsWith("[{'n': 0, 'name': 'row 0', 'odd': None}, {'n': 7919,")).toBe(true);
    expect(results).toHaveLength(1);
    const handle = table?.handle ?? 0;
    const last = await sandbox.tables.page(handle, { sortBy: { column: 0, descending: true }, limit: 2 });
    expect([last.rows.map(([n]) => n), last.matching]).toEqual([[9999, 9998], 10_000]);
    const found = await sandbox.tables.page(handle, {
      search: 'ROW 99',
      filters: [{ column: 2, operator: 'missing' }],
      sortBy: { column: 1 },
      offset: 1,
      limit: 1,
    });
    expect(found).toEqual({ rows: [[(9900 * 7919) % 10_000, 'row 9900', null]], matching: 55 });
    expect(await sandbox.tables.summary(handle, 2)).toEqual({ missing: 5000, distinct: 1, common: [[true, 5000]] });
    expect(await sandbox.tables.summary(handle, 0)).toMatchObject({ min: 0, max: 9999, mean: 4999.5 });
    const csv = await (
      await sandbox.tables.csv(handle, { filters: [{ column: 0, operator: '<', value: '2' }] })
    ).text();
    expect(csv).toMatch(/^n,name,odd\r\n0,row 0,\r\n1,row \d+,True\r\n$/);
  });

  it('stay in what a checkpoint restores, and those of later are gone with a sentence', async () => {
    const earlier = (await sandbox.run('[{"n": 1}, {"n": 2}]')).tables[0]?.handle ?? 0;
    using checkpoint = await sandbox.checkpoint();
    const later = (await sandbox.run('[{"n": 3}, {"n": 4}]')).tables[0]?.handle ?? 0;
    await sandbox.restore(checkpoint);
    expect((await sandbox.tables.page(earlier)).rows).toEqual([[1], [2]]);
    const gone = sandbox.tables.page(later);
    await expect(gone).rejects.toBeInstanceOf(TableError);
    await expect(gone).rejects.toThrow(/Run the code that shows it again/);
  });

  it('say what is wrong with a question', async () => {
    const handle = (await sandbox.run('[{"n": 1}, {"n": 2}]')).tables[0]?.handle ?? 0;
    await expect(sandbox.tables.page(handle, { limit: 5000 })).rejects.toBeInstanceOf(InvalidOptionError);
    await expect(sandbox.tables.summary(handle, -1)).rejects.toBeInstanceOf(InvalidOptionError);
    await expect(sandbox.tables.summary(handle, 7)).rejects.toThrow(/Python could not answer: IndexError/);
  });
});

describe('files', () => {
  it('are read as text, and looked for', async () => {
    await sandbox.run('import os\nos.makedirs("out")\nopen("out/a.txt", "w", encoding="utf-8").write("ä 🐍")');
    expect(await sandbox.files.readText('out/a.txt')).toBe('ä 🐍');
    expect(await sandbox.files.exists('out/a.txt')).toBe(true);
    expect(await sandbox.files.exists('out')).toBe(true);
    expect(await sandbox.files.exists('out/b.txt')).toBe(false);
    await expect(sandbox.files.exists('../etc')).rejects.toBeInstanceOf(SandboxFileError);
  });
});
