import { describe, expect, it } from 'vitest';
import { breakLine, indent, outdent, type TextChange } from '../../../src/widget/cell/indentation.ts';

/** A field: `|` is the cursor, or each end of the selection. */
function field(marked: string) {
  const [before = '', selected = '', after] = marked.split('|');
  const end = after === undefined ? before.length : before.length + selected.length;
  return { value: marked.replaceAll('|', ''), selectionStart: before.length, selectionEnd: end };
}

function marked({ value }: { value: string }, { from, to, text, selection: [start, end] }: TextChange): string {
  const changed = value.slice(0, from) + text + value.slice(to);
  const selected = start === end ? '' : `${changed.slice(start, end)}|`;
  return `${changed.slice(0, start)}|${selected}${changed.slice(end)}`;
}

const edited = (change: typeof indent, text: string, language: 'python' | 'javascript' = 'python') =>
  marked(field(text), change(field(text), language));

describe('Tab', () => {
  it('fills up to the next level where the cursor is', () => {
    expect(edited(indent, '|')).toBe('    |');
    expect(edited(indent, 'if a:\n  |b')).toBe('if a:\n    |b');
    expect(edited(indent, 'if (a)\n|b', 'javascript')).toBe('if (a)\n  |b');
    expect(edited(indent, 'a |bc| d')).toBe('a   | d');
  });

  it('indents all selected lines, but not empty ones, and keeps them selected', () => {
    expect(edited(indent, 'a\n|b\n\nc|\nd')).toBe('a\n    |b\n\n    c|\nd');
    expect(edited(indent, 'a|\nb\n|c')).toBe('    a|\n    b\n|c');
  });
});

describe('Shift and Tab', () => {
  it('takes back one level of the line, or of all selected lines', () => {
    expect(edited(outdent, 'if a:\n    b|')).toBe('if a:\nb|');
    expect(edited(outdent, '      |a')).toBe('  |a');
    expect(edited(outdent, '\t|a')).toBe('|a');
    expect(edited(outdent, '|a')).toBe('|a');
    expect(edited(outdent, '|    a\n      b|')).toBe('|a\n  b|');
  });
});

describe('Enter', () => {
  it('indents like the line before, and further after a colon of Python', () => {
    expect(edited(breakLine, 'if a:|')).toBe('if a:\n    |');
    expect(edited(breakLine, '    if a: |')).toBe('    if a: \n        |');
    expect(edited(breakLine, '  a|b')).toBe('  a\n  |b');
    expect(edited(breakLine, '  case 1:|', 'javascript')).toBe('  case 1:\n  |');
  });
});
