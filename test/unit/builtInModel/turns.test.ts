import type { Content } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { readTurns } from '../../../src/builtInModel/turns.ts';

const asked = (...parts: Content['parts'] & object): Content[] => [{ role: 'user', parts }];
const textOf = (contents: Content[], seesPictures = true) =>
  readTurns(contents, seesPictures)
    .flatMap(({ pieces }) => pieces)
    .map((piece) => (typeof piece === 'string' ? piece : `[${piece.mimeType}]`));

describe('the built-in model', () => {
  it('gets text files as text', () => {
    expect(textOf(asked({ inlineData: { mimeType: 'text/csv', data: btoa('sold\n40\n') } }, { text: 'Sum?' }))).toEqual(
      ['sold\n40\n\nSum?'],
    );
  });

  it('is told of the files that it does not read', () => {
    const pdf = { inlineData: { mimeType: 'application/pdf', data: '' } };
    const picture = { inlineData: { mimeType: 'image/png', data: '' } };
    expect(textOf(asked(pdf))).toEqual([
      "(You can't see this file of the type application/pdf, but code can read it.)",
    ]);
    expect(textOf(asked(picture))).toEqual(['[image/png]']);
    expect(textOf(asked(picture), false)).toEqual([expect.stringContaining("You can't see this file")]);
  });

  it('gets the beginning and the end of a long output', () => {
    const [output = ''] = textOf(asked({ text: `\`\`\`output\nfirst ${'x'.repeat(9000)} last\n\`\`\`\nOUTCOME_OK` }));
    expect(output.length).toBeLessThan(4200);
    expect(output).toMatch(/^```output\nfirst x.* characters of output left out .* last\n```\nOUTCOME_OK$/s);
  });

  it('gets one turn for what the same side says in a row, without thoughts', () => {
    const turns = readTurns(
      [
        ...asked({ text: 'One.' }),
        ...asked({ text: 'Two.' }),
        {
          role: 'model',
          parts: [{ text: 'Hm.', thought: true }, { text: 'Let me see:' }, { text: '```python\n1\n```' }],
        },
      ],
      true,
    );
    expect(turns).toEqual([
      { role: 'user', pieces: ['One.\nTwo.'], isResult: false },
      { role: 'assistant', pieces: ['Let me see:\n```python\n1\n```'], isResult: false },
    ]);
  });
});
