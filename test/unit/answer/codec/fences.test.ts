import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FenceReader, fence, fencesToRun, type Piece } from '../../../../src/answer/codec/fences.ts';
import { assertProperty } from '../../assertProperty.ts';

const reader = () => new FenceReader(fencesToRun('fences', ['PYTHON']));

describe('a program between fences', () => {
  it('begins at the beginning of a line, even if the line before the fence is cut', () => {
    const fences = reader();
    expect([...fences.read('Write '), ...fences.read('```python\nprint(1)\n```\n'), ...fences.end(true)]).toEqual([
      { text: 'Write ' },
      { text: '```python\nprint(1)\n```\n' },
    ]);
  });

  it('that is cut off is given as it was written', () => {
    const fences = reader();
    expect([...fences.read('So:\n```python\nprint('), ...fences.end(false)]).toEqual([
      { text: 'So:\n' },
      { text: '```python\nprint(' },
    ]);
  });

  it('is found if its opening was passed on already', () => {
    const fences = reader();
    expect(fences.readAll('So:\n```py')).toEqual([{ text: 'So:\n```py' }]);
    expect([...fences.read('thon\nprint(1)\n```\n'), ...fences.end(true)]).toEqual([
      { program: { language: 'PYTHON', code: 'print(1)\n' } },
    ]);
  });
});

const NAMES = fencesToRun('fences', ['PYTHON', 'JAVASCRIPT']);
const FENCE_PARTS = [
  '```',
  '``',
  '`',
  'python',
  'tool_code',
  'js',
  'output',
  '\n',
  '\r\n',
  ' ',
  '\t',
  'print(1)',
  'é',
  '😀',
];

const text = fc.array(fc.constantFrom(...FENCE_PARTS), { maxLength: 20 }).map((parts) => parts.join(''));
/** Characters of each delta, over and over. */
const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });

function cut(whole: string, lengths: readonly number[]): string[] {
  const deltas: string[] = [];
  for (let at = 0; at < whole.length; at += deltas.at(-1)?.length ?? 0) {
    const length = lengths[deltas.length % lengths.length] ?? 1;
    deltas.push(whole.slice(at, at + length));
  }
  return deltas;
}

function read(deltas: readonly string[], names: readonly string[], complete = true): Piece[] {
  const reader = new FenceReader(names);
  const pieces = [...deltas.flatMap((delta) => reader.read(delta)), ...reader.end(complete)];
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last && 'text' in last && 'text' in piece) last.text += piece.text;
    else joined.push({ ...piece });
  }
  return joined;
}

describe('text with fences', () => {
  it('is read in the same way wherever it is cut', async () => {
    const property = fc.property(text, sizes, fc.boolean(), (whole, lengths, complete) => {
      expect(read(cut(whole, lengths), NAMES, complete)).toEqual(read([whole], NAMES, complete));
    });
    await assertProperty(property, 2000);
  });

  it('without a program comes through as it is', async () => {
    const property = fc.property(text, sizes, (whole, lengths) => {
      const pieces = read(cut(whole, lengths), []);
      expect(pieces).toEqual(whole === '' ? [] : [{ text: whole }]);
    });
    await assertProperty(property, 1000);
  });

  it('loses nothing of its words: what stands around programs is what stood around their fences', async () => {
    const line = fc.constantFrom('Hello', '', '`', '``', '  ', 'é 😀').map((words) => `${words}\n`);
    const words = fc.array(line, { maxLength: 3 }).map((lines) => lines.join(''));
    const program = fc.record({
      language: fc.constantFrom('PYTHON' as const, 'JAVASCRIPT' as const),
      code: fc
        .array(fc.constantFrom('x = 1\n', '\n', '``\n', '# ```python\n'), { minLength: 1 })
        .map((lines) => lines.join('')),
    });
    const property = fc.property(fc.array(fc.tuple(words, program)), words, sizes, (listings, end, lengths) => {
      const written = listings.map(([before, { language, code }]) => `${before}${fence(language, code)}\n`).join('');
      const pieces = listings.flatMap(([before, each]): Piece[] => [{ text: before }, { program: each }]);
      expect(read(cut(`${written}${end}`, lengths), NAMES)).toEqual(
        [...pieces, { text: end }].filter((piece) => !('text' in piece) || piece.text !== ''),
      );
    });
    await assertProperty(property, 500);
  });

  it('that is cut off is not run, and not lost', async () => {
    const code = text.filter((lines) => !/^[ \t]*```[ \t]*\r?$/m.test(lines));
    const property = fc.property(code, sizes, (lines, lengths) => {
      const whole = `Like this:\n\`\`\`python\n${lines}`;
      expect(read(cut(whole, lengths), NAMES, false)).toEqual([{ text: whole }]);
    });
    await assertProperty(property, 1000);
  });
});
