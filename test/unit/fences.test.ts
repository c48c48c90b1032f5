import { describe, expect, it } from 'vitest';
import { FenceReader, fencesToRun } from '../../src/gemini/codec/fences.ts';

const reader = () => new FenceReader(fencesToRun('fences', ['PYTHON']));

describe('a program between fences', () => {
  it('begins at the beginning of a line, also where the line before the fence is cut', () => {
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

  it('is found where its opening was passed on already', () => {
    const fences = reader();
    expect(fences.readAll('So:\n```py')).toEqual([{ text: 'So:\n```py' }]);
    expect([...fences.read('thon\nprint(1)\n```\n'), ...fences.end(true)]).toEqual([
      { program: { language: 'PYTHON', code: 'print(1)\n' } },
    ]);
  });
});
