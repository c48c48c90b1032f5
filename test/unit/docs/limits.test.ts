import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT, readPage } from './pages.ts';

const PAGE = 'docs/limits.md';
const LIMITS = 'src/sandbox/limits.ts';
const UNITS: Record<string, number> = {
  '': 1,
  ms: 1,
  s: 1000,
  '%': 0.01,
  KB: 1000,
  MB: 1_000_000,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

interface Row {
  where: string;
  said: number;
  constant: string;
  file: string;
}

/** The rows of the page's tables: the number in the second column, the constant in the last. */
function rowsOf(page: string): Row[] {
  return page.split('\n').flatMap((line, index) => {
    if (!line.startsWith('| ') || line.startsWith('| What | ') || line.startsWith('| ---')) return [];
    const where = `${PAGE}:${index + 1}`;
    const cells = line.split('|').map((cell) => cell.trim());
    const [, number = '', unit = ''] = /^([\d.,]+)(?: ([\w%]+))?$/.exec(cells[2] ?? '') ?? [];
    const [, constant = '', file = ''] = /^`([\w.]+)` in `([\w./]+)`$/.exec(cells.at(-2) ?? '') ?? [];
    return [{ where, said: Number(number.replaceAll(',', '')) * (UNITS[unit] ?? Number.NaN), constant, file }];
  });
}

/** The value of a constant, or of a field of one, that is written as a product of numbers. */
function valueInCode(file: string, constant: string): number {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const [name = '', field] = constant.split('.');
  const [, value = ''] =
    new RegExp(`^(?:export )?(?:const )?${name}(?:: \\w+)? = (\\{[^}]*\\}|[^;\\n]*)`, 'm').exec(text) ?? [];
  const [, ofField = ''] = field === undefined ? ['', value] : (new RegExp(`\\b${field}: ([^,}]*)`).exec(value) ?? []);
  const factors = ofField.split(/ \* (?!\*)/).map((factor) => {
    const [base = '', exponent = '1'] = factor.replaceAll('_', '').split(' ** ');
    return base.trim() === '' ? Number.NaN : Number(base) ** Number(exponent);
  });
  return factors.reduce((product, factor) => product * factor, 1);
}

it('the page of limits says the numbers that the code has', () => {
  const rows = rowsOf(readPage(PAGE));
  expect(rows.length).toBeGreaterThan(40);
  const wrong = rows.filter(({ said, constant, file }) => !file || said !== valueInCode(file, constant));
  expect(wrong.map((row) => ({ ...row, inTheCode: row.file && valueInCode(row.file, row.constant) }))).toEqual([]);
});

it('no limit of the sandbox is left out of it', () => {
  const text = readFileSync(path.join(ROOT, LIMITS), 'utf8');
  const constants = [...text.matchAll(/^export const (\w+)/gm)].map(([, name]) => name);
  const said = rowsOf(readPage(PAGE)).filter(({ file }) => file === LIMITS);
  expect(said.map(({ constant }) => constant).toSorted()).toEqual(constants.toSorted());
});
