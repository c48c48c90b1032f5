import { describe, expect, it } from 'vitest';
import { shareSandbox } from '../sharedSandbox.ts';
import { printed, run, withoutColumns } from './inJavaScript.ts';

shareSandbox();

describe('a console', () => {
  it.each([
    [
      'objects, nested and circular',
      'const o = { a: { b: { c: { d: 1 } } } }; o.self = o; console.log(o)',
      '<ref *1> { a: { b: { c: [Object] } }, self: [Circular *1] }',
    ],
    [
      'maps, sets and instances',
      'console.log(new globalThis.Set(["a"]), new (class Cat { legs = 4 })(), [1, , 3])',
      "Set(1) { 'a' } Cat { legs: 4 } [ 1, <1 empty item>, 3 ]",
    ],
    [
      'formats',
      'console.log("%s is %d years, %i, %f, %j %o %%", "Bob", 42, 4.9, 1.5, {a: 1}, [1])',
      'Bob is 42 years, 4, 1.5, {"a":1} [ 1, [length]: 1 ] %',
    ],
    [
      'counts and groups',
      'console.count(); console.count("x"); console.count(); console.group("G"); console.log("a\\nb"); console.groupEnd(); console.log("c")',
      'default: 1\nx: 1\ndefault: 2\nG\n  a\n  b\nc',
    ],
    [
      'functions and symbols',
      'console.log(() => 1, class A {}, Symbol("s"), 10n, -0, null, undefined)',
      '[Function (anonymous)] [class A] Symbol(s) 10n -0 null undefined',
    ],
    [
      'tables',
      'console.table([{ a: 1, b: "x" }, { a: 2 }])',
      [
        '┌─────────┬───┬─────┐',
        '│ (index) │ a │ b   │',
        '├─────────┼───┼─────┤',
        "│ 0       │ 1 │ 'x' │",
        '│ 1       │ 2 │     │',
        '└─────────┴───┴─────┘',
      ].join('\n'),
    ],
    ['the depth that dir() is told', 'console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 })', '{ a: [Object] }'],
  ])('prints %s as Node does', async (_, code, expected) => {
    expect((await run(`{ ${code} }`)).stdout).toBe(`${expected}\n`);
  });

  it('tells times, failed assertions and where it was called', async () => {
    expect(await printed('console.time("t"); console.timeEnd("t")')).toMatch(/^t: [\d.]+ms\n$/);
    const result = await run(
      'console.assert(1 === 2, "no", { a: 1 });\nfunction where() {\n  console.trace("here")\n}\nwhere()',
    );
    expect(withoutColumns(result.stderr)).toBe(
      `Assertion failed: no { a: 1 }\nTrace: here\n    at where (<run ${result.run}>:3)\n    at <run ${result.run}>:5\n`,
    );
  });

  it('prints errors with the lines of the code', async () => {
    const result = await run(
      'function fail() {\n  return new RangeError("too far", { cause: "why" })\n}\nconsole.log(fail())',
    );
    expect(withoutColumns(result.stdout)).toBe(
      `RangeError: too far\n    at fail (<run ${result.run}>:2)\n    at <run ${result.run}>:4 {\n  [cause]: 'why'\n}\n`,
    );
  });
});
