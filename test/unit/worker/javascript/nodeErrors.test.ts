import { describe, expect, it } from 'vitest';
import { stackAsInNode } from '../../../../worker/javascript/nodeErrors.ts';

function errorWith(stack: unknown): Error {
  return Object.defineProperty(new RangeError('too far'), 'stack', { value: stack });
}

describe('the stack of an error', () => {
  it.each([
    [
      'Firefox',
      'fail@blob:null/1:2:10\nsetTimeout handler*later/<@blob:null/1:3:4\n@blob:null/1:4:13\n',
      '    at fail (blob:null/1:2:10)\n    at blob:null/1:3:4\n    at blob:null/1:4:13',
    ],
    [
      'WebKit',
      'fail@blob:null/1:2:10\nmap@[native code]\nblob:null/1:4:13',
      '    at fail (blob:null/1:2:10)\n    at map ([native code])\n    at blob:null/1:4:13',
    ],
    ['an engine that has no calls to tell', '', ''],
  ])('of %s is shown as Node shows it', (_, stack, calls) => {
    expect(stackAsInNode(errorWith(stack))).toBe(['RangeError: too far', calls].filter(Boolean).join('\n'));
  });

  it.each([
    ['Chromium', 'RangeError: too far\n    at fail (blob:null/1:2:10)'],
    ['the code itself', 'a word or two'],
    ['nobody', undefined],
    ['the code itself, and no text', 7],
  ])('of %s stays as it is', (_, stack) => {
    expect(stackAsInNode(errorWith(stack))).toBeUndefined();
  });
});
