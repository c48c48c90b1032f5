import { expect, it } from 'vitest';
import { PartPrinter, type PrintFormat } from '../../../scripts/partPrinter.ts';
import type { AnswerProgress } from '../../../src/answer/events.ts';

const ANSWER = [
  { type: 'turn-start', model: 'gemini-3-flash-preview' },
  { type: 'thought-delta', text: 'Hm.' },
  { type: 'text-delta', text: 'I will ' },
  { type: 'text-delta', text: 'add.' },
  { type: 'code', id: 1, language: 'PYTHON', code: 'print(2)\n' },
  { type: 'output-delta', id: 1, stream: 'stdout', text: '2\n' },
  { type: 'result', id: 1, outcome: 'OUTCOME_OK', output: '2\n' },
  { type: 'image', mimeType: 'image/png', data: 'AAAA' },
  { type: 'text-delta', text: 'Two.' },
  { type: 'turn-end', finishReason: 'STOP' },
] as AnswerProgress[];

function print(format: PrintFormat): { written: string; printer: PartPrinter } {
  let written = '';
  const printer = new PartPrinter(format, (text) => {
    written += text;
  });
  printer.question('1 + 1?');
  for (const event of ANSWER) printer.print(event);
  return { written, printer };
}

it('shows each part under its field name in the API', () => {
  const lines = print('text').written.split('\n');
  const shown = lines.filter(Boolean).map((line) => line.replace(/^── (.*?) ─+$/, '[$1]'));
  expect(shown).toEqual([
    '[question]',
    '1 + 1?',
    '[text (thought)]',
    'Hm.',
    '[text]',
    'I will add.',
    '[executableCode (PYTHON)]',
    'print(2)',
    '[codeExecutionResult (OUTCOME_OK)]',
    '2',
    '[inlineData (image/png)]',
    '4 characters of base64',
    '[text]',
    'Two.',
  ]);
});

it('gives one JSON object per part, as the API has it, and nothing else', () => {
  const parts = print('json')
    .written.trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(parts).toEqual([
    { text: 'Hm.', thought: true },
    { text: 'I will add.' },
    { executableCode: { language: 'PYTHON', code: 'print(2)\n' } },
    { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '2\n' } },
    { inlineData: { mimeType: 'image/png', data: 'AAAA' } },
    { text: 'Two.' },
  ]);
});

it('knows how the last run ended', () => {
  expect(print('json').printer.lastOutcome).toBe('OUTCOME_OK');
});
