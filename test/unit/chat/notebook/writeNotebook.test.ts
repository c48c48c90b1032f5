import type { Content } from '@google/genai';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../src/answer/codec/outcome.ts';
import { writeScript } from '../../../../src/chat/notebook/pythonScript.ts';
import { readNotebook } from '../../../../src/chat/notebook/readNotebook.ts';
import { writeNotebook } from '../../../../src/chat/notebook/writeNotebook.ts';
import { addEvent, endTurn, isCode, startTurn, type Turn } from '../../../../src/chat/transcript.ts';
import { HAS_NBFORMAT, validationError } from '../../../support/validateNotebook.ts';
import { answeredTurn, HUGE_PICTURE, PICTURE, QUESTION } from '../conversationTurns.ts';

/** Stands for the browser's. */
const noHtml = () => '';

/** An answer with one run. */
function turnWith(code: string, outcome: Outcome, stderr: string): Turn {
  const events = [
    { type: 'code', id: 1, language: 'PYTHON', code },
    { type: 'output-delta', id: 1, stream: 'stdout', text: 'so far\n' },
    { type: 'output-delta', id: 1, stream: 'stderr', text: stderr },
    { type: 'result', id: 1, outcome, output: `so far\n${stderr}` },
  ] as const;
  return endTurn(events.reduce(addEvent, startTurn(1, 'Run it.')), { state: 'done' });
}

const SYNTAX_ERROR = `  File "<code>", line 1
    total = = 1
            ^
SyntaxError: invalid syntax
`;

describe('a conversation as a notebook', () => {
  const notebook = writeNotebook([answeredTurn()], noHtml);

  it('is what Jupyter takes', () => {
    expect(validationError(notebook)).toBe('');
  });

  it.skipIf(!HAS_NBFORMAT)('would be refused by Jupyter if a cell had no source', () => {
    expect(validationError({ ...notebook, cells: [{ cell_type: 'code' }] })).toContain('ValidationError');
  });

  it('has the question, the words, and the code with what came of it, in order', () => {
    expect(notebook.cells.map(({ cell_type }) => cell_type)).toEqual([
      'markdown',
      'markdown',
      'code',
      'code',
      'code',
      'code',
    ]);
    expect(notebook.cells[0]?.source).toBe('## Question 1\n\n> Can you draw?\n> In colour?\n\nAttached: `data.csv`');
    expect(notebook.cells.slice(2)).toMatchObject([
      {
        execution_count: 1,
        source: 'print("drawn")',
        outputs: [
          { output_type: 'stream', name: 'stdout', text: 'drawn\n' },
          { output_type: 'display_data', data: { 'image/png': PICTURE } },
        ],
      },
      {
        execution_count: 2,
        outputs: [
          { output_type: 'stream', text: 'so far\n' },
          {
            output_type: 'error',
            ename: 'NameError',
            evalue: "name 'nothing' is not defined. Did you mean: 'nothing_'?",
          },
        ],
      },
      {
        execution_count: 3,
        outputs: [{ output_type: 'error', ename: 'OUTCOME_DEADLINE_EXCEEDED', evalue: 'Stopped.' }],
      },
      { execution_count: null, outputs: [] },
    ]);
  });

  it('loads no picture from elsewhere when it is opened', () => {
    expect(notebook.cells[1]?.source).toBe('Let me **draw**. \\![x](https://elsewhere.example/?secret)');
  });

  it('comes back as a conversation', () => {
    const { turns, history } = readNotebook(JSON.stringify(notebook), 'drawn.ipynb');
    expect(turns).toMatchObject([{ question: QUESTION, status: { state: 'done' } }]);
    const entries = turns[0]?.entries ?? [];
    expect(entries.map(({ type }) => type)).toEqual(['text', 'code', 'code', 'code', 'code']);
    expect(entries.filter(isCode)[1]).toMatchObject({
      code: 'print("so far")\nnothing',
      output: [{ stream: 'stdout' }, { stream: 'stderr', text: expect.stringContaining('NameError') }],
      run: { state: 'ended', outcome: 'OUTCOME_FAILED' },
    });
    expect(entries.filter(isCode)[0]).toMatchObject({ displays: [{ data: { 'image/png': PICTURE }, after: 1 }] });
    expect(entries.filter(isCode).map(({ run }) => run)).toEqual([
      { state: 'ended', outcome: 'OUTCOME_OK', recorded: true },
      { state: 'ended', outcome: 'OUTCOME_FAILED', recorded: true },
      { state: 'ended', outcome: 'OUTCOME_DEADLINE_EXCEEDED', recorded: true },
      { state: 'cut-off' },
    ]);
    expect(history[0]).toEqual({ role: 'user', parts: [{ text: QUESTION }] });
    const [, answer] = history as Content[];
    expect(answer?.parts?.slice(0, 3)).toMatchObject([
      { text: expect.stringContaining('draw') },
      { executableCode: { code: 'print("drawn")' } },
      { codeExecutionResult: { outcome: 'OUTCOME_OK', output: 'drawn\n' } },
    ]);
  });
});

describe('code that failed', () => {
  it.each([
    ['a syntax error', 'total = = 1', SYNTAX_ERROR, { ename: 'SyntaxError', evalue: 'invalid syntax' }],
    [
      'an exception',
      '1 / 0',
      'Traceback (most recent call last):\nZeroDivisionError: division by zero\n',
      { ename: 'ZeroDivisionError' },
    ],
    ['an end without a traceback', 'exit()', 'Python ended.\n', { ename: 'OUTCOME_FAILED', evalue: 'Python ended.' }],
    ['no words at all', 'exit()', '', { ename: 'OUTCOME_FAILED', evalue: '' }],
  ])('is a failure in the notebook, and again where that is opened: %s', (_, code, stderr, error) => {
    const turn = turnWith(code, 'OUTCOME_FAILED', stderr);
    const notebook = writeNotebook([turn], noHtml);
    expect(notebook.cells[1]).toMatchObject({ outputs: [{ text: 'so far\n' }, { output_type: 'error', ...error }] });
    expect(validationError(notebook)).toBe('');
    const { turns, history } = readNotebook(JSON.stringify(notebook), 'a.ipynb');
    // The code has not run in this browser.
    const recorded = turn.entries.map((entry) =>
      isCode(entry) ? { ...entry, run: { ...entry.run, recorded: true } } : entry,
    );
    expect(turns[0]?.entries).toEqual(recorded);
    expect(history[1]?.parts).toMatchObject([
      {},
      { codeExecutionResult: { outcome: 'OUTCOME_FAILED', output: `so far\n${stderr}` } },
    ]);
  });

  it('is a failure, too, in a notebook of somebody else’s, and code that was never run is no success', () => {
    const cell = { cell_type: 'code', metadata: {}, source: 'x', execution_count: 1 };
    const cells = [
      { ...cell, outputs: [{ output_type: 'error', ename: 'E', evalue: '', traceback: [] }] },
      { ...cell, outputs: [], execution_count: null },
      { ...cell, outputs: [], metadata: { glovebox: { outcome: 'OUTCOME_UNHEARD_OF' } } },
    ];
    const { turns, history } = readNotebook(JSON.stringify({ nbformat: 4, cells }), 'a.ipynb');
    expect(turns[0]?.entries.filter(isCode).map(({ run }) => run)).toEqual([
      { state: 'ended', outcome: 'OUTCOME_FAILED', recorded: true },
      { state: 'not-run' },
      { state: 'ended', outcome: 'OUTCOME_OK', recorded: true },
    ]);
    expect(history[1]?.parts).toHaveLength(5);
  });

  it.each([
    ['failed', turnWith('total = = 1', 'OUTCOME_FAILED', SYNTAX_ERROR)],
    ['timed out', turnWith('total = = 1', 'OUTCOME_DEADLINE_EXCEEDED', 'Stopped.\n')],
  ])('is a comment in the Python file, which says that it %s', (how, turn) => {
    const script = writeScript([turn]);
    expect(script).toContain(`# %%\n# This code ${how} and is commented out:\n# total = = 1\n\n# Output:\n# so far\n`);
  });
});

describe('what a run showed', () => {
  const turn = endTurn(
    [
      { type: 'code', id: 1, language: 'PYTHON', code: 'print("a")\ntable' } as const,
      { type: 'output-delta', id: 1, stream: 'stdout', text: 'a\n' } as const,
      {
        type: 'display',
        id: 1,
        source: 'result',
        data: { 'text/plain': 'Table(2 rows)', 'text/html': '<img src="https://elsewhere.example/?secret">' },
      } as const,
      { type: 'display', id: 1, source: 'figure', data: { 'image/png': PICTURE, 'image/svg+xml': '<svg/>' } } as const,
      { type: 'result', id: 1, outcome: 'OUTCOME_OK', output: 'a\n' } as const,
      { type: 'image', id: 1, mimeType: 'image/png', data: PICTURE } as const,
    ].reduce(addEvent, startTurn(1, 'Show it.')),
    { state: 'done' },
  );

  it('is in the notebook, in order, once, and in the forms that load nothing from elsewhere', () => {
    const notebook = writeNotebook([turn], noHtml);
    expect(notebook.cells[1]).toMatchObject({
      outputs: [
        { output_type: 'stream', text: 'a\n' },
        { output_type: 'execute_result', execution_count: 1, data: { 'text/plain': 'Table(2 rows)' } },
        { output_type: 'display_data', data: { 'image/png': PICTURE } },
      ],
    });
    expect(JSON.stringify(notebook)).not.toMatch(/elsewhere|svg/);
    expect(validationError(notebook)).toBe('');
  });

  it('has the size that it takes, if it was drawn for a dense screen', () => {
    const bytes = Buffer.from(PICTURE, 'base64');
    bytes.writeUInt32BE(1280, 16);
    bytes.writeUInt32BE(960, 20);
    const mark = Buffer.from('\0\0\0\x0dtEXtPixel-Ratio\x002\0\0\0\0', 'latin1');
    const data = Buffer.concat([bytes.subarray(0, 33), mark, bytes.subarray(33)]).toString('base64');
    const code = { type: 'code', id: 1, language: 'PYTHON', code: '' } as const;
    const shown = { type: 'display', id: 1, source: 'figure', data: { 'image/png': data } } as const;
    const notebook = writeNotebook([[code, shown].reduce(addEvent, startTurn(1, 'Draw.'))], noHtml);
    expect(notebook.cells[1]).toMatchObject({ outputs: [{ metadata: { 'image/png': { width: 640, height: 480 } } }] });
    expect(validationError(notebook)).toBe('');
  });

  it('is played by any viewer if it is sound, and only if it is', () => {
    const heard = (data: string) =>
      ({ type: 'display', id: 1, source: 'display', data: { 'text/plain': 'Audio', 'audio/wav': data } }) as const;
    const code = { type: 'code', id: 1, language: 'PYTHON', code: '' } as const;
    const [, cell] = writeNotebook(
      [[code, heard('eA=='), heard('"onerror="x')].reduce(addEvent, startTurn(1, 'Play it.'))],
      noHtml,
    ).cells;
    const player = '<audio controls src="data:audio/wav;base64,eA=="></audio>';
    expect(cell).toMatchObject({ outputs: [{ data: { 'text/html': player, 'audio/wav': 'eA==' } }, { data: {} }] });
    expect(JSON.stringify(cell).match(/<audio/g)).toHaveLength(1);
  });

  it('is in the Python file as text', () => {
    expect(writeScript([turn])).toContain('# Output:\n# a\n# Table(2 rows)\n');
  });
});

describe('a notebook that somebody else wrote', () => {
  const cells = [
    { cell_type: 'markdown', metadata: {}, source: ['# Sales\n', 'of a year'] },
    {
      cell_type: 'code',
      metadata: {},
      execution_count: 1,
      source: ['1 / 0'],
      outputs: [
        {
          output_type: 'execute_result',
          execution_count: 1,
          metadata: {},
          data: { 'text/plain': ['4', '2'], 'application/json': { a: 1 } },
        },
        { output_type: 'error', ename: 'E', evalue: '', traceback: ['\u001b[31mZeroDivisionError\u001b[0m'] },
      ],
    },
  ];

  it('is a notebook, whose cells are numbered; as a file again, Jupyter has its cells and outcomes', () => {
    const { turns } = readNotebook(
      JSON.stringify({ nbformat: 4, nbformat_minor: 2, metadata: {}, cells }),
      'sales.ipynb',
    );
    expect(turns).toMatchObject([
      {
        question: 'sales.ipynb',
        notebook: 'file',
        entries: [
          { type: 'text', id: 1, text: '# Sales\nof a year' },
          {
            id: 2,
            code: '1 / 0',
            output: [{ stream: 'stderr', text: 'ZeroDivisionError\n' }],
            displays: [{ source: 'result', data: { 'text/plain': '42', 'application/json': '{"a":1}' }, after: 0 }],
          },
        ],
      },
    ]);
    const again = writeNotebook(turns, noHtml);
    expect(validationError(again)).toBe('');
    expect(again.cells).toMatchObject([
      { cell_type: 'markdown', source: '# Sales\nof a year' },
      { cell_type: 'code', source: '1 / 0', outputs: [{ data: { 'text/plain': '42' } }, { output_type: 'error' }] },
    ]);
    const [result, run] = [readNotebook(JSON.stringify(again), 'sales.ipynb').turns[0]?.entries[1]].flatMap((entry) =>
      entry?.type === 'code' ? [entry.displays?.[0]?.source, entry.run] : [],
    );
    expect(result).toBe('result');
    expect(run).toEqual({ state: 'ended', outcome: 'OUTCOME_FAILED', recorded: true });
    expect(readNotebook(JSON.stringify(again), 'sales.ipynb').turns[0]?.entries.map(({ type }) => type)).toEqual([
      'text',
      'code',
    ]);
  });

  it('of another language is refused by its name', () => {
    const json = JSON.stringify({ nbformat: 4, metadata: { language_info: { name: 'julia' } }, cells });
    expect(() => readNotebook(json, 'a.ipynb')).toThrow('This notebook is in julia.');
  });

  it('shows its pictures, but none that a browser had better not decode', () => {
    const outputs = [
      { 'image/png': `${PICTURE.slice(0, 40)}\n${PICTURE.slice(40)}\n` },
      { 'image/png': HUGE_PICTURE },
      { 'image/png': 'no base64!' },
      { constructor: 'x', __proto__: 'x' },
    ].map((data) => ({ output_type: 'display_data', metadata: {}, data }));
    const cell = { cell_type: 'code', metadata: {}, source: 'x', execution_count: 1, outputs };
    const { turns } = readNotebook(JSON.stringify({ nbformat: 4, cells: [cell] }), 'a.ipynb');
    const [entry] = turns[0]?.entries.filter(isCode) ?? [];
    expect(entry?.displays?.map(({ data }) => data)).toEqual([
      { 'image/png': PICTURE },
      { 'text/plain': expect.stringContaining('50,000 × 50,000 pixels') },
      { 'text/plain': expect.stringContaining('not a valid picture') },
      {},
    ]);
  });

  it.each([
    ['is cut off', '{"nbformat": 4, "cel', /not a notebook that this page can read/],
    ['is of version 3', '{"nbformat": 3, "worksheets": []}', /nbformat: .*Expected 4 .*received 3/],
    ['has no cells', '{"nbformat": 4, "cells": []}', /cells/],
  ])('is refused where it %s', (_, json, message) => {
    expect(() => readNotebook(json, 'a.ipynb')).toThrow(message);
  });
});

describe('a conversation as Python', () => {
  it('has cells that run, and the words and the output as comments', () => {
    const script = writeScript([answeredTurn()]);
    expect(script).toContain('# %% [markdown]\n# ## Question 1\n#\n# > Can you draw?\n# > In colour?\n');
    expect(script).toContain(
      '# %%\nprint("drawn")\n\n# Output:\n# drawn\n\n# %%\n# This code failed and is commented out:\n',
    );
    const code = script.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(code).toEqual(['print("drawn")']);
  });
});
