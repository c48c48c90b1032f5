import { readFileSync } from 'node:fs';
import { type Schema, Validator } from '@cfworker/json-schema';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../../src/ui/notebook.ts';
import { writeScript } from '../../src/ui/pythonScript.ts';
import { readNotebook } from '../../src/ui/readNotebook.ts';
import { addEvent, endTurn, isCode, startTurn } from '../../src/ui/transcript.ts';
import { answeredTurn, QUESTION } from './conversationTurns.ts';

const schema: Schema = JSON.parse(
  readFileSync(new URL('../fixtures/jupyter/nbformat.v4.5.schema.json', import.meta.url), 'utf8'),
);

describe('a conversation as a notebook', () => {
  const notebook = writeNotebook([answeredTurn()]);

  it('is what Jupyter takes', () => {
    const { valid, errors } = new Validator(schema, '4', false).validate(notebook);
    expect(errors).toEqual([]);
    expect(valid).toBe(true);
    expect(new Validator(schema, '4').validate({ ...notebook, cells: [{ cell_type: 'code' }] }).valid).toBe(false);
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
    expect(notebook.cells[0]?.source).toBe('## Question 1\n\n> Can you draw?\n> In colour?\n\nSent along: `data.csv`');
    expect(notebook.cells.slice(2)).toMatchObject([
      {
        execution_count: 1,
        source: 'print("drawn")',
        outputs: [
          { output_type: 'stream', name: 'stdout', text: 'drawn\n' },
          { output_type: 'display_data', data: { 'image/png': 'AAAA' } },
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
      { execution_count: 3, outputs: [{ output_type: 'stream', name: 'stderr', text: 'Stopped.\n' }] },
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
    expect(entries.map(({ type }) => type)).toEqual(['text', 'code', 'image', 'code', 'code', 'code']);
    expect(entries.filter(isCode)[1]).toMatchObject({
      code: 'print("so far")\nnothing',
      output: [{ stream: 'stdout' }, { stream: 'stderr', text: expect.stringContaining('NameError') }],
      run: { state: 'ended', outcome: 'OUTCOME_FAILED' },
    });
    expect(history[0]).toEqual({ role: 'user', parts: [{ text: QUESTION }] });
    expect(history[1]?.parts?.slice(0, 3)).toMatchObject([
      { text: expect.stringContaining('draw') },
      { executableCode: { code: 'print("drawn")' } },
      { codeExecutionResult: { outcome: 'OUTCOME_OK', output: 'drawn\n' } },
    ]);
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
      { type: 'display', id: 1, source: 'figure', data: { 'image/png': 'AAAA', 'image/svg+xml': '<svg/>' } } as const,
      { type: 'result', id: 1, outcome: 'OUTCOME_OK', output: 'a\n' } as const,
      { type: 'image', id: 1, mimeType: 'image/png', data: 'AAAA' } as const,
    ].reduce(addEvent, startTurn(1, 'Show it.')),
    { state: 'done' },
  );

  it('is in the notebook, in order, once, and in the forms that load nothing from elsewhere', () => {
    const notebook = writeNotebook([turn]);
    expect(notebook.cells[1]).toMatchObject({
      outputs: [
        { output_type: 'stream', text: 'a\n' },
        { output_type: 'display_data', data: { 'text/plain': 'Table(2 rows)' } },
        { output_type: 'display_data', data: { 'image/png': 'AAAA' } },
      ],
    });
    expect(JSON.stringify(notebook)).not.toMatch(/elsewhere|svg/);
    expect(new Validator(schema, '4', false).validate(notebook).errors).toEqual([]);
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

  it('is the answer to one question', () => {
    const { turns } = readNotebook(
      JSON.stringify({ nbformat: 4, nbformat_minor: 2, metadata: {}, cells }),
      'sales.ipynb',
    );
    expect(turns).toMatchObject([
      {
        question: 'This is the notebook sales.ipynb.',
        entries: [
          { type: 'text', text: '# Sales\nof a year' },
          { code: '1 / 0', output: [{ text: '42\n' }, { stream: 'stderr', text: 'ZeroDivisionError\n' }] },
        ],
      },
    ]);
  });

  it.each([
    ['is cut off', '{"nbformat": 4, "cel', /no notebook that this page knows/],
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
    expect(script).toContain('# %%\nprint("drawn")\n\n# Output:\n# drawn\n\n# %%\nprint("so far")\nnothing\n');
    const isCommentOrCode = /^(#.*|print\(.*|nothing|while True: pass|import time|)$/;
    expect(script.split('\n').filter((line) => !isCommentOrCode.test(line))).toEqual([]);
  });
});
