import { parse } from 'acorn';
import { analyze } from 'periscopic';
import { expect, it } from 'vitest';
import { PROGRAM } from '../../../../src/sandbox/session/javascriptProgram.ts';

it('the program that runs JavaScript depends on no global name that user code may declare', () => {
  const root = parse(PROGRAM, { ecmaVersion: 'latest' });
  const { globals } = analyze(root as Parameters<typeof analyze>[0]);
  // The last is for engines without `globalThis`.
  expect([...globals.keys()].sort()).toEqual(['__magic__', 'arguments', 'eval', 'globalThis']);
});
