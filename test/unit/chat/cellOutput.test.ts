import { describe, expect, it } from 'vitest';
import {
  addDisplay,
  addOutput,
  type CellOutput,
  clearOutput,
  inOrder,
  MAX_SHOWN,
  showsPictures,
} from '../../../src/chat/cellOutput.ts';

const EMPTY: CellOutput = { output: [] };
const write = (text: string, stream: 'stdout' | 'stderr' = 'stdout') => ({ stream, text });
const value = (text: string) => ({ source: 'result', data: { 'text/plain': text } }) as const;

const texts = (cell: CellOutput) =>
  inOrder(cell).map((part) => ('data' in part ? part.data['text/plain'] : part.map(({ text }) => text).join('|')));

describe('what code gives', () => {
  it('is shown in the order in which it came', () => {
    const first = addDisplay(addOutput(EMPTY, write('a')), value('1'));
    const cell = addDisplay(addDisplay(addOutput(addOutput(first, write('b')), write('c')), value('2')), value('3'));
    expect(texts(cell)).toEqual(['a', '1', 'bc', '2', '3']);
  });

  it('begins with what was shown before anything was written', () => {
    expect(texts(addOutput(addDisplay(EMPTY, value('1')), write('a')))).toEqual(['1', 'a']);
  });

  it('stays in order when so much is written that its beginning is left out', () => {
    const long = addOutput(addDisplay(addOutput(EMPTY, write('a')), value('1')), write('x'.repeat(MAX_SHOWN)));
    const parts = texts(addDisplay(long, value('2')));
    expect(parts.filter((part) => part && part.length < 10)).toEqual(['1', '2']);
    expect(parts.at(-1)).toBe('2');
    expect(parts.join('')).toContain('earlier output is not shown');
  });

  it('is shown in the place of what it updates', () => {
    const progress = (text: string) => ({ ...value(text), displayId: 'progress' });
    const begun = addDisplay(addOutput(addDisplay(EMPTY, progress('1 %')), write('a')), value('1'));
    expect(texts(addDisplay(addOutput(begun, write('b')), progress('2 %')))).toEqual(['2 %', 'a', '1', 'b']);
  });

  it('is gone when it is cleared', () => {
    const shown = addDisplay(addOutput(EMPTY, write('a')), value('1'));
    expect(texts(addOutput(clearOutput(shown), write('b')))).toEqual(['b']);
  });

  it('is known to have pictures in it or not', () => {
    expect(showsPictures(addDisplay(EMPTY, value('1')))).toBe(false);
    expect(showsPictures(addDisplay(EMPTY, { source: 'figure', data: { 'image/svg+xml': '<svg/>' } }))).toBe(true);
  });
});
