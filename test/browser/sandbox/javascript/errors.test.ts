import { describe, expect, it } from 'vitest';
import { shareSandbox } from '../sharedSandbox.ts';
import { printed, run, withoutColumns } from './inJavaScript.ts';

shareSandbox();

describe('JavaScript that fails', () => {
  it("names the error, the user's lines and none of ours", async () => {
    const result = await run(
      'const { a } = { a: 1 };\nlet other = 2; function invert(x) {\n  return x.inverse();\n}\n\nconsole.log("before");\ninvert(a)',
    );
    expect(result).toMatchObject({
      status: 'error',
      stdout: 'before\n',
      error: { type: 'TypeError', message: expect.stringMatching(/^x\.inverse is not a function/) },
    });
    const stack = result.error?.traceback;
    expect(withoutColumns(stack)).toBe(
      `Uncaught TypeError: ${result.error?.message}\n    at invert (<run ${result.run}>:3)\n    at <run ${result.run}>:7\n`,
    );
    expect(result.stderr).toBe(stack);
    expect(result.output).toBe(`before\n${stack}`);
  });

  it('is found in the run that it was written in', async () => {
    const first = await run('\n\nfunction deep() { throw new Error("deep") }');
    const second = await run('\ndeep()');
    expect(withoutColumns(second.error?.traceback)).toBe(
      `Uncaught Error: deep\n    at deep (<run ${first.run}>:3)\n    at <run ${second.run}>:2\n`,
    );
  });

  it('to be read shows the place', async () => {
    const result = await run('let x = 1;\nlet y = ;\n');
    expect(result).toMatchObject({
      status: 'error',
      error: { type: 'SyntaxError', message: 'Unexpected token' },
    });
    expect(result.stderr).toBe(
      `<run ${result.run}>:2:9\nlet y = ;\n        ^\nUncaught SyntaxError: Unexpected token\n`,
    );
  });

  it.each([
    ['a promise that nobody waits for', 'Promise.reject(new TypeError("lost")); 1'],
    ['a timer', 'setTimeout(() => { throw new TypeError("lost") }, 5); await new Promise(() => {})'],
    ['what runs after the code', 'async function main() { throw new TypeError("lost") }\nmain();\nlet later = 1;'],
  ])('in %s fails the run', async (_, code) => {
    expect(await run(code)).toMatchObject({ status: 'error', error: { type: 'TypeError', message: 'lost' } });
    expect(await printed('console.log("goes on")')).toBe('goes on\n');
  });

  it.each([
    ['a string', 'throw "boom"', 'string', "'boom'"],
    ['nothing', 'throw undefined', 'undefined', 'undefined'],
    [
      'what cannot be looked at',
      'throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } })',
      'object',
      'something that cannot be shown',
    ],
  ])('by throwing %s says so', async (_, code, type, message) => {
    expect((await run(code)).error).toMatchObject({ type, message });
  });

  it.each([
    ['a module of Node', 'const fs = require("fs")', /not Node/],
    ['a module', 'import fs from "fs"', /no Node modules/],
    ['the page', 'document.title', /no page/],
    ['the network', 'await fetch("https://example.com")', /no network/],
    ['a script from elsewhere', 'importScripts("https://example.com/a.js")', /no network/],
  ])('for want of %s gets a hint', async (_, code, hint) => {
    const { error, stderr } = await run(code);
    expect(error?.hint).toMatch(hint);
    expect(stderr).toContain(`Hint: ${error?.hint}`);
  });

  it('to import says why, whichever way', async () => {
    expect((await run('await import("https://esm.sh/lodash")')).error?.message).toBe(
      '"https://esm.sh/lodash" cannot be imported. There is no network in the sandbox, and there are no Node modules: write the code in plain JavaScript.',
    );
  });

  it('to set a timer is told what a timer takes', async () => {
    const { error } = await run('setTimeout("alert(1)", 5)');
    expect(error).toMatchObject({ type: 'TypeError', message: 'A timer takes a function, not string.' });
  });

  it('in its last run ends no timer of the next', async () => {
    await run('setTimeout(() => console.log("of the run before"), 50); throw new Error("now")');
    expect(await printed('await new Promise((r) => setTimeout(r, 100)); console.log("own")')).toBe('own\n');
  });
});
