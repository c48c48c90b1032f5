import { createContext, runInContext } from 'node:vm';
import { beforeEach, describe, expect, it } from 'vitest';
import { Program } from '../../../../worker/javascript/program.ts';
import { BRIDGE, makeBridge } from '../../../../worker/javascript/programBridge.ts';
import { Variables } from '../../../../worker/javascript/variables.ts';

/** Runs programs one after the other in a global scope of their own. */
class Session {
  readonly scope: Record<string, unknown>;
  readonly #variables: Variables;
  #program: (() => Promise<unknown>) | undefined;

  constructor() {
    this.scope = createContext({});
    const meeting = makeBridge((program) => {
      this.#program = program;
    });
    Object.defineProperty(this.scope, BRIDGE, { value: meeting });
    this.#variables = new Variables(this.scope);
  }

  async run(code: string): Promise<unknown> {
    const program = new Program(code, this.#variables.constants);
    this.#variables.declare(program.declared, program.isStrict);
    runInContext(program.script, this.scope, { filename: 'run.js' });
    return this.#program?.();
  }
}

let session: Session;
beforeEach(() => {
  session = new Session();
});

describe('the value of a program', () => {
  it.each([
    ['1 + 1', 2],
    ['1 + 1;', 2],
    ['1 + 1 // with a comment', 2],
    ['"use strict"', 'use strict'],
    ['let a = 3\na\n', 3],
    ['let a = 3', undefined],
    ['if (true) 5', undefined],
    ['await Promise.resolve(4)', 4],
    ['Promise.resolve(4)', 4],
    ['#!/usr/bin/env node\n6', 6],
    ['', undefined],
    ['// nothing', undefined],
    ['`a\n`', 'a\n'],
  ])('of %j is %j', async (code, value) => {
    expect(await session.run(code)).toEqual(value);
  });
});

describe('line breaks that end statements', () => {
  it.each([
    ['let a = [1, 2]\nlet {length} = a\nlength', 2],
    ['let a = 1\nfunction f() { return [a] }\n[1, 2].map(f).length', 2],
    ['class A {}\n(1)', 1],
    ['const f = () => 3\nconst [b] = [f()]\nb', 3],
    ['let x\n++x\nx', Number.NaN],
    ['var a = 1, b = a + 1\nvar {c} = {c: b}\nc', 2],
    ['if (true) var a = 1\nelse var a = 2\na', 1],
    ['for (var i = 0, n; i < 3; i++) var last = i;\n[i, last, n].join()', '3,2,'],
    ['for (var key in { p: 1 });\nfor (var [v] of [[5]]);\nkey + v', 'p5'],
    ['switch (1) { case 1: var { s } = { s: 7 }\n default: var t = 8 }\ns + t', 15],
    ['let a = 1;/* between */function f() { return 2 }a + f()', 3],
    ['let // why\na = 1, // and\nb = 2\na + b', 3],
    ['label: for (const a of [1, 2]) { var seen = a; continue label }\nseen', 2],
  ])('stay what they are in %j', async (code, value) => {
    expect(await session.run(code)).toEqual(value);
  });
});

describe('what a program declares', () => {
  it('is there for the next, and may be declared in another way', async () => {
    await session.run('let a = 1; const b = 2; var c = 3; class D {}\nfunction e() { return a + b + c }');
    expect(await session.run('e() + new D().constructor.name')).toBe('6D');
    await session.run('const a = 10; let b = 20; class c { static toString() { return "c" } }\nvar D = 1');
    expect(await session.run('e()')).toBe('30c');
  });

  it('in the blocks and functions of a program stays there', async () => {
    await session.run(
      '{ let inner = 1 }\nfor (let i = 0; i < 1; i++);\nfunction f() { var local = 1; let other = 2 }\nf()',
    );
    expect(await session.run('[typeof inner, typeof i, typeof local, typeof other].join()')).toBe(
      'undefined,undefined,undefined,undefined',
    );
  });

  it('as functions is there from the beginning; the last of a name counts', async () => {
    const code =
      'const early = f() + f.name\nfunction f() { return 1 }\nfunction f() { return 2 }\nasync function* g() { yield 3 }\nearly';
    expect(await session.run(code)).toBe('2f');
    expect(await session.run('(await g().next()).value')).toBe(3);
  });

  it('may be assigned to by its own functions', async () => {
    expect(await session.run('function once() { once = () => "again"; return "first" }\n[once(), once()].join()')).toBe(
      'first,again',
    );
  });

  it('without a value is undefined, even if it had one; but a var keeps its', async () => {
    await session.run('let a = 1; var b = 2');
    expect(await session.run('let a; var b; [a, b].join()')).toBe(',2');
  });

  it('is not there before it is declared', async () => {
    await expect(session.run('early; let early = 1')).rejects.toMatchObject({ name: 'ReferenceError' });
    expect(await session.run('const before = String(late); var late; before')).toBe('undefined');
  });

  it('takes its name from what it is assigned to', async () => {
    expect(await session.run('const f = () => {}, { g = class {} } = {};\nf.name + g.name')).toBe('fg');
  });

  it('may use strict mode', async () => {
    await expect(session.run('"use strict"; forgotten = 1; 2')).rejects.toMatchObject({ name: 'ReferenceError' });
    expect(await session.run('"use strict"; let declared = 1; const [other] = [2]; declared + other')).toBe(3);
  });
});

describe('a constant', () => {
  it.each([
    'fixed = 2',
    'fixed += 1',
    'fixed++',
    '[fixed] = [2]',
    '({ fixed } = { fixed: 2 })',
    '({ fixed = 3 } = {})',
    '({ a: { b: fixed } } = { a: { b: 2 } })',
    'for (fixed of [2]);',
    'for (fixed in { a: 1 });',
    'function later() { fixed = 2 }\nlater()',
    '(() => { [...fixed] = [1] })()',
  ])('is not assigned to by %j, in its own program and later ones', async (code) => {
    const refused = { name: 'TypeError', message: 'Assignment to constant variable.' };
    await expect(session.run(`const fixed = 1\n;${code}`)).rejects.toMatchObject(refused);
    await expect(session.run(code)).rejects.toMatchObject(refused);
    expect(await session.run('fixed')).toBe(1);
  });

  it.each([
    'fixed.list.push(1)',
    'fixed.member = 2',
    'function other(fixed) { fixed = 2 }\nother()',
    '{ let fixed; fixed = 2 }',
    'for (let fixed = 0; fixed < 2; fixed++);',
    'try { throw 1 } catch (fixed) { fixed = 2 }',
    'let fixed = 1; fixed = 2',
  ])('does not keep others from being assigned to, as in %j', async (code) => {
    await session.run('const fixed = { list: [] }');
    await session.run(code);
  });
});

describe('a program that is none', () => {
  it.each([
    ['let a = 1;\nlet b = ;', 2, 8],
    ['let a; let a', 1, 11],
    ['return 1', 1, 0],
    ['import fs from "fs"', 1, 0],
  ])('says where: %j', (code, line, column) => {
    expect(() => new Program(code, new Set())).toThrow(expect.objectContaining({ loc: { line, column } }));
  });
});

describe('a place in the script', () => {
  it.each(['mark', 'function', 'tail'])('leads to the place in the code: %s', (word) => {
    const code = 'let a = 1, b = 2; mark(a)\nclass C {}\nlet {d} = a; \n  function f() { tail() }\nlast()';
    const program = new Program(code, new Set());
    const lines = program.script.split('\n');
    const line = lines.findIndex((each) => each.includes(word)) + 1;
    const column = (lines[line - 1]?.indexOf(word) ?? 0) + 1;
    const original = program.originalOf({ line, column });
    expect(code.split('\n')[original.line - 1]?.slice(original.column - 1)).toMatch(new RegExp(`^${word}`));
  });
});
