import { describe, expect, it } from 'vitest';
import { TableError } from '../../../../src/errors.ts';
import {
  readTableCsv,
  readTableFile,
  readTablePage,
  readTableSummary,
  tablesIn,
} from '../../../../src/sandbox/frame/tableSchemas.ts';
import { TABLE_MIME_TYPE } from '../../../../src/sandbox/tables/tableData.ts';

const TABLE = {
  handle: 1,
  rowCount: 2,
  columnCount: 1,
  labels: 0,
  columns: [{ name: 'n', type: 'number', dtype: 'int' }],
  rows: [[1], [null]],
};

const FILE = { parts: [], part: null, table: TABLE, note: null };

const tables = (json: string) => tablesIn([{ data: { [TABLE_MIME_TYPE]: json, 'text/plain': 'text' } }]);

describe('a table that code showed', () => {
  it('is read, with nothing that does not belong to it', () => {
    expect(tables(JSON.stringify({ ...TABLE, html: '<script>' }))).toEqual([TABLE]);
    expect(tablesIn([{ data: { 'text/plain': 'text' } }])).toEqual([]);
  });

  it.each([
    ['is no JSON', '{'],
    ['is nothing', 'null'],
    ['has a row too short', JSON.stringify({ ...TABLE, rows: [[1], []] })],
    ['has more rows than it says', JSON.stringify({ ...TABLE, rowCount: 1 })],
    ['has more rows than the first', JSON.stringify({ ...TABLE, rowCount: 99, rows: Array(99).fill([1]) })],
    ['has an object as a cell', JSON.stringify({ ...TABLE, rows: [[{}], [1]] })],
    ['has no columns', JSON.stringify({ ...TABLE, columns: [], rows: [] })],
    ['has another type', JSON.stringify({ ...TABLE, columns: [{ ...TABLE.columns[0], type: 'html' }] })],
    ['has a huge cell', JSON.stringify({ ...TABLE, rows: [['x'.repeat(2000)]] })],
    ['has a number of rows that is none', JSON.stringify({ ...TABLE, rowCount: -1, rows: [] })],
    ['has more labels than columns', JSON.stringify({ ...TABLE, labels: 2 })],
  ])('is left out if it %s', (_, json) => {
    expect(tables(json)).toEqual([]);
  });
});

describe('an answer about a table', () => {
  it.each([
    ['rows of different lengths', readTablePage, { rows: [[1], [1, 2]], matching: 2 }],
    ['more rows than match', readTablePage, { rows: [[1]], matching: 0 }],
    ['too many rows', readTablePage, { rows: Array(1001).fill([1]), matching: 5000 }],
    ['a count that is none', readTableSummary, { missing: 'x', distinct: 0, common: [] }],
    ['too many values', readTableSummary, { missing: 0, distinct: 9, common: Array(9).fill([1, 1]) }],
    ['no text', readTableCsv, { text: 1, next: null }],
    ['nothing', readTablePage, undefined],
    ['more tables in a file than are listed', readTableFile, { ...FILE, parts: Array(2000).fill('a') }],
    ['a file whose table is malformed', readTableFile, { ...FILE, table: { ...TABLE, rowCount: 1 } }],
  ] as const)('is refused if it has %s', (_, read, answer) => {
    expect(() => read(JSON.stringify(answer))).toThrow('malformed answer about a table');
  });

  it('names what went wrong in Python', () => {
    const failures = [readTablePage('{"error": "MemoryError: "}'), readTablePage('null')];
    expect(failures.every((failure) => failure instanceof TableError)).toBe(true);
    expect(String(failures[0])).toContain('Python could not answer: MemoryError');
    expect(String(failures[1])).toContain('does not have this table any more');
  });
});
