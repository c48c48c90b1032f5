import { describe, expect, it } from 'vitest';
import { readAnsi } from '../../../src/elements/cell/ansi.ts';
import { readTerminal, withoutColours, writeOver } from '../../../src/text/terminal.ts';

describe('text for a terminal', () => {
  it('keeps its colours and weights', () => {
    expect(readAnsi('a\x1b[1;31mred\x1b[0m b')).toEqual([
      { text: 'a', classes: '' },
      { text: 'red', classes: 'ansi-red bold' },
      { text: ' b', classes: '' },
    ]);
  });

  it('loses what tells a terminal to do anything else', () => {
    const text = '\x1b]0;title\x07a\x1b[2J\x1b[3;4Hb\x1b]8;;https://evil.example\x1b\\c\x1b]8;;\x1b\\d\x1b[38;5;200me';
    const spans = readAnsi(text);
    expect(spans.map((span) => span.text).join('')).toBe('abcde');
    expect(spans.map((span) => span.classes).join('')).toBe('');
  });

  it('is markup no more than any other text', () => {
    expect(readAnsi('\x1b[32m<b onclick="x">&amp;').map(({ text }) => text)).toEqual(['<b onclick="x">&amp;']);
  });

  it('can be read without its colours', () => {
    expect(withoutColours('a\x1b[1;31mred\x1b[0m')).toBe('ared');
  });

  it.each([
    ['0%\r50%\r100%\ndone', '100%\ndone'],
    ['0%\r50%\r', '50%'],
    ['line\r\nnext\r\n', 'line\nnext\n'],
    ['plain\n', 'plain\n'],
  ])('that goes back in its line shows what is written over it: %j', (written, seen) => {
    expect(writeOver(written)).toBe(seen);
  });

  it('is read in its last state, wherever its pieces end', () => {
    expect(readTerminal(['0%', '\r', '\x1b[32m100%\x1b[0m\n', 'done\n'])).toEqual(['100%\ndone\n']);
    expect(readTerminal(['one\n', 'two\n'])).toEqual(['one\n', 'two\n']);
  });

  it('may be one line of any length', () => {
    expect(writeOver(`${'x'.repeat(3_000_000)}${'\r'.repeat(3_000_000)}y`)).toBe('y');
  });
});
