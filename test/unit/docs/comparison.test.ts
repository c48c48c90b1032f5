import { describe, expect, it } from 'vitest';
import { readPage } from './pages.ts';

const PAGE = 'docs/comparison.md';

/** The rows of the tables below a heading, without those of names and lines. */
function rowsBelow(heading: string): string[][] {
  const [, section = ''] = readPage(PAGE).split(`\n## ${heading}\n`);
  const [text = ''] = section.split('\n## ');
  const lines = text.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) => line.split(/(?<!\\)\|/).slice(1, -1));
}

const numberIn = (page: string, row: string, column: number) => {
  const cells = new RegExp(`^\\| ${row} .*$`, 'm').exec(readPage(page))?.[0].split('|') ?? [];
  return Number.parseFloat(cells[column] ?? '');
};
const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

describe.each(['Code on a server', 'Code in the browser'])('the table "%s"', (heading) => {
  it('says of each cell where it is from', () => {
    const cells = rowsBelow(heading).flatMap(([name, ...row]) => row.map((cell) => `${name?.trim()}: ${cell.trim()}`));
    expect(cells.length).toBeGreaterThan(50);
    expect(cells.filter((cell) => !/\]\((https:\/\/|[\w-]+\.md)/.test(cell))).toEqual([]);
  });

  it('compares all that it names, in every row', () => {
    const rows = rowsBelow(heading);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([7]));
  });
});

it('the times are those that were measured', () => {
  const start = rowsBelow('Code in the browser').find(([name]) => name?.trim() === 'Start') ?? [];
  const later = Math.round(numberIn('docs/numbers.md', 'boot-later', 2) / 10) * 10;
  expect(start[1]).toContain(`first ${seconds(numberIn('docs/numbers.md', 'boot-first', 2))}, then ${later} ms`);
  const stock = ['boot-first', 'boot-later'].map((row) => seconds(numberIn('docs/numbers.md', row, 3)));
  expect(start[2]).toContain(`first ${stock[0]}, then ${stock[1]}`);
  const jupyterLite = [3, 2].map((column) => seconds(numberIn('docs/numbers.md', 'jupyterlite-boot', column)));
  expect(start[4]).toContain(`first ${jupyterLite[0]}, against ${jupyterLite[1]} here`);
});
