import { describe, expect, it } from 'vitest';
import { dedent } from '../../../src/widget/cell/cellContent.ts';
import { describeRefusal, isOwnRefusal } from '../../../src/widget/policyErrors.ts';

describe("a cell's code", () => {
  it('loses the empty lines around it and the indentation that all lines have, and keeps the rest', () => {
    expect(dedent('\n\n    if a:\n        b\n\n    c  \n  \n')).toBe('if a:\n    b\n\nc  ');
    expect(dedent('print(1)')).toBe('print(1)');
    expect(dedent('\tfor x in y:\r\n\t\tprint(x)\r\n')).toBe('for x in y:\n\tprint(x)');
    expect(dedent(' \n\t\n')).toBe('');
  });
});

describe("what a page's policy refused", () => {
  const own = { addresses: ['https://cdn.example/glovebox/'], hasPictures: false };

  it('is told where it is of the widget, and not where it is something else of the page', () => {
    const engine = { directive: 'connect-src', blocked: 'https://cdn.example/glovebox/pyodide/pyodide.mjs' };
    expect(isOwnRefusal(engine, own)).toBe(true);
    expect(describeRefusal(engine)).toMatch(/connect-src has to allow https:\/\/cdn\.example\.$/);
    expect(isOwnRefusal({ directive: 'connect-src', blocked: 'https://tracker.example/pixel' }, own)).toBe(false);
  });

  it('is a picture of the widget only if it shows one', () => {
    const picture = { directive: 'img-src', blocked: 'data' };
    expect(isOwnRefusal(picture, own)).toBe(false);
    expect(isOwnRefusal(picture, { ...own, hasPictures: true })).toBe(true);
    expect(describeRefusal(picture)).toMatch(/img-src has to allow data:\.$/);
  });
});
