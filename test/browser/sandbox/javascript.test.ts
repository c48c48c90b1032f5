import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { InvalidOptionError, type RunOptions, type RunResult, Sandbox } from '../../../src/index.ts';
import { ASSETS, freshSandbox } from './freshSandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.create({ assets: ASSETS });
});
afterAll(() => sandbox.close());

const runIn = (where: Sandbox, code: string, options: RunOptions = {}): Promise<RunResult> =>
  where.run(code, { ...options, language: 'javascript' });
const run = (code: string, options: RunOptions = {}) => runIn(sandbox, code, options);
/** Browsers name different columns of the same line. */
const withoutColumns = (text = '') => text.replaceAll(/(<run \d+>:\d+):\d+/g, '$1');
/** What a program prints. */
const printed = async (code: string) => (await run(code)).stdout;

describe('JavaScript', () => {
  it('costs nothing before it is first run', async () => {
    const loaded = () =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes('javascriptProgram'));
    expect(loaded()).toBe(false);
    expect((await run('1')).output).toBe('1\n');
    expect(loaded()).toBe(true);
  });

  it('gives back what it printed, in the shape of any run', async () => {
    const result = await run('let sum = 0;\nfor (let i = 0; i < 10; i++) sum += i;\nconsole.log(sum);');
    expect(result).toMatchObject({
      status: 'ok',
      output: '45\n',
      stdout: '45\n',
      stderr: '',
      results: [],
      files: [],
    });
    // The browser alone knows what memory JavaScript takes.
    const { memory: _, ...likePython } = await sandbox.run('if True: print(45)');
    expect(Object.keys(result)).toEqual(Object.keys(likePython));
  });

  it('shows the value of the last expression, and none where there is none', async () => {
    const { results, output } = await run('const point = { x: 1, y: [2, 3] };\npoint');
    expect(results).toEqual([{ source: 'result', data: { 'text/plain': '{ x: 1, y: [ 2, 3 ] }' } }]);
    expect(output).toBe('{ x: 1, y: [ 2, 3 ] }\n');
    expect((await run('"text" // and a comment')).output).toBe("'text'\n");
    expect((await run('console.log(1); const nothing = 2;')).results).toEqual([]);
    expect((await run('Promise.resolve(7)')).output).toBe('7\n');
  });

  it('awaits at top level', async () => {
    expect(await printed('const n = await new Promise((done) => setTimeout(done, 20, 5));\nconsole.log(n)')).toBe(
      '5\n',
    );
    expect(await printed('for await (const n of [1, Promise.resolve(2)]) console.log(n)')).toBe('1\n2\n');
  });

  it('keeps what is declared from run to run, and lets it be declared again', async () => {
    await run(
      'const rate = 2; let total = 1; var old = 3; class Point { x = 1 }\nfunction scale(n) { return n * rate }',
    );
    expect(await printed('console.log(scale(total + old), new Point().x, rate)')).toBe('8 1 2\n');
    await run(
      'const rate = 10; let total; const { old, more: [first] } = { old: 5, more: [6] };\nclass Point { y = 2 }',
    );
    expect(await printed('console.log(scale(1), total, old, first, new Point())')).toBe(
      '10 undefined 5 6 Point { y: 2 }\n',
    );
    await run('const scale = (n) => n + rate; async function later() { return scale(1) }; undeclared = 7');
    expect(await printed('console.log(await later(), scale.name, undeclared)')).toBe('11 scale 7\n');
  });

  it('has its functions before the first statement, and names of its own in the place of the browser’s', async () => {
    expect(await printed('console.log(twice(4), twice.name)\nfunction twice(n) { return 2 * n }')).toBe('8 twice\n');
    const code = 'const name = "n", location = { city: "Bonn" }, URL = "u", performance = 1;\nclass Map { a = 1 }';
    await run(code);
    expect(await printed('console.log(name, location.city, URL, performance, new Map())')).toBe(
      'n Bonn u 1 Map { a: 1 }\n',
    );
    expect((await run('[new Set([1])]')).output).toBe('[ Set(1) { 1 } ]\n');
  });

  it('refuses to assign to a constant, in the same run and later', async () => {
    const refused = {
      status: 'error',
      error: { type: 'TypeError', message: 'Assignment to constant variable.' },
    };
    expect(await run('const fixed = 1\nfixed = 2')).toMatchObject(refused);
    expect(await run('({ fixed } = { fixed: 3 })')).toMatchObject(refused);
    expect(await run('function shadow(fixed) { fixed += 1; return fixed }\n[shadow(4), fixed]')).toMatchObject({
      output: '[ 5, 1 ]\n',
    });
  });

  it('tells stdout from stderr', async () => {
    const heard: string[] = [];
    const result = await run('for (const n of [1, 2]) { console.log("out", n); console.error("err", n) }', {
      onOutput: ({ stream, text }) => heard.push(`${stream}: ${text}`),
    });
    expect(heard.join('')).toBe('stdout: out 1\nstderr: err 1\nstdout: out 2\nstderr: err 2\n');
    expect(result).toMatchObject({ stdout: 'out 1\nout 2\n', stderr: 'err 1\nerr 2\n', output: 'out 1\nout 2\n' });
  });

  it('streams what it prints, while the code is still running', async () => {
    const own = await freshSandbox();
    const stop = new AbortController();
    const running = runIn(own, 'console.log("on"); while (true);', {
      timeout: Infinity,
      signal: stop.signal,
      onOutput: () => stop.abort(),
    });
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('waits for timers and for what is called without being awaited, as Node does', async () => {
    const code =
      'async function main() { await new Promise((r) => setTimeout(r, 30)); console.log("main") }\nmain();\n';
    expect(
      await printed(`${code}setTimeout(() => console.log("timer"), 60); let n = 0;
      const id = setInterval(() => { if (++n === 3) clearInterval(id) }, 5);`),
    ).toBe('main\ntimer\n');
  });

  it('is refused where the language is none', async () => {
    await expect(sandbox.run('1', { language: 'ruby' as never })).rejects.toThrow(InvalidOptionError);
    await expect(sandbox.run('1', { language: 'ruby' as never })).rejects.toThrow(/`language` takes 'python' or/);
  });

  it('takes its turn with Python, and neither sees the variables of the other', async () => {
    const order = await Promise.all([
      sandbox.run('import time; time.sleep(0.1); shared = 1; print("python")'),
      run('typeof shared'),
      sandbox.run('"shared" in globals()'),
    ]);
    expect(order.map(({ output }) => output)).toEqual(['python\n', "'undefined'\n", 'True\n']);
    expect(order.map((result) => result.run)).toEqual([0, 1, 2].map((n) => n + (order[0]?.run ?? 0)));
  });
});

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

describe('a timeout', () => {
  it('ends JavaScript that waits, and keeps its variables', async () => {
    await run('let kept = 1');
    const result = await run('console.log("waiting"); kept = 2; await new Promise((r) => setTimeout(r, 60_000))', {
      timeout: 200,
    });
    expect(result).toMatchObject({
      status: 'timeout',
      stdout: 'waiting\n',
    });
    expect(result.output).toMatch(/variables are kept/);
    expect(await printed('console.log(kept)')).toBe('2\n');
  });

  it('ends JavaScript that loops, says what is gone, and leaves Python alone', async () => {
    const own = await freshSandbox();
    await own.run('kept = 42');
    const first = await runIn(own, 'let gone = 1');
    const result = await runIn(own, 'console.log("looping"); while (true);', { timeout: 200 });
    expect(result).toMatchObject({
      status: 'timeout',
      stdout: 'looping\n',
      recovery: { undone: true, lostRuns: [first.run], lostFiles: false },
    });
    expect(result.output).toContain('JavaScript was restarted: variables of 1 earlier run are gone.');
    expect((await runIn(own, 'typeof gone')).output).toBe("'undefined'\n");
    expect(await own.run('print(kept)')).toMatchObject({ output: '42\n' });
  });
});

describe('a signal', () => {
  it('stops JavaScript that waits, and the session goes on', async () => {
    const stop = new AbortController();
    const stopped = run('let before = 5; console.log("on"); await new Promise(() => {})', {
      signal: stop.signal,
      onOutput: () => stop.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(await printed('console.log(before)')).toBe('5\n');
  });

  it('stops JavaScript that loops, and the next result names the runs that are gone', async () => {
    const own = await freshSandbox();
    const first = await runIn(own, 'let gone = 1');
    const stop = new AbortController();
    const stopped = runIn(own, 'console.log("on"); for (;;);', { signal: stop.signal, onOutput: () => stop.abort() });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    const next = await runIn(own, 'console.log(typeof gone)');
    expect(next).toMatchObject({ stdout: 'undefined\n', recovery: { undone: false, lostRuns: [first.run] } });
    expect(next.output).toContain('JavaScript was restarted before this run');
  });
});

describe('endless output', () => {
  it('is limited, and the run with it', async () => {
    const own = await freshSandbox();
    const result = await runIn(own, 'for (;;) console.log("x".repeat(1000))', { timeout: 1500 });
    expect(result.status).toBe('timeout');
    expect(result.stdout.length).toBeGreaterThan(1_000_000);
    expect(result.stdout.length).toBeLessThan(11_000_000);
    expect(result.output.length).toBeLessThan(70_000);
  });

  it('that ends says how much was left out', async () => {
    const result = await run('const line = "x".repeat(1023); for (let i = 0; i < 12 * 1024; i++) console.log(line)');
    expect(result.status).toBe('ok');
    expect(result.stdout).toContain('2,097,152 characters of output left out');
  });
});

describe('a worker for JavaScript', () => {
  it('that closes itself has failed at once', async () => {
    const own = await freshSandbox();
    const result = await runIn(own, 'close(); await new Promise(() => {})', { timeout: Infinity });
    expect(result).toMatchObject({ status: 'error', error: { type: 'WorkerDiedError' }, recovery: { undone: true } });
    expect((await runIn(own, '1 + 1')).output).toBe('2\n');
  });

  it('ends with its sandbox, and starts afresh with it', async () => {
    const own = await freshSandbox();
    const looping = runIn(own, 'let a = 1; while (true);');
    const rejected = expect(looping).rejects.toMatchObject({ name: 'SandboxResetError' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await own.reset();
    await rejected;
    expect(await runIn(own, 'typeof a')).toMatchObject({ output: "'undefined'\n" });
    const last = runIn(own, 'while (true);');
    const closed = expect(last).rejects.toMatchObject({ name: 'SandboxClosedError' });
    await own.close();
    await closed;
  });
});

describe('a sandbox', () => {
  it('that is reset or closed while JavaScript starts runs none of it', async () => {
    const own = await freshSandbox();
    for (const [end, name] of [
      [() => own.reset(), 'SandboxResetError'],
      [() => own.close(), 'SandboxClosedError'],
    ] as const) {
      const heard: string[] = [];
      const starting = runIn(own, 'console.log("ran")', { onOutput: ({ text }) => heard.push(text) });
      const rejected = expect(starting).rejects.toMatchObject({ name });
      // By then it has its turn.
      await Promise.resolve();
      await end();
      await rejected;
      expect(heard).toEqual([]);
    }
  });
});

describe('files', () => {
  it('are those of Python, and those that were written are named', async () => {
    const own = await freshSandbox();
    await own.run('open("from-python.txt", "w").write("snake")');
    const result = await runIn(
      own,
      'console.log(await files.readText("from-python.txt"));\nawait files.write("./out/a.json", JSON.stringify({ a: 1 }));\n' +
        'await files.write("b.bin", new Uint8Array([1, 2]));\nconsole.log((await files.list()).map((file) => file.path))',
    );
    expect(result.stdout).toBe("snake\n[ 'b.bin', 'from-python.txt', 'out/a.json' ]\n");
    expect(result.files).toEqual([
      { path: 'out/a.json', size: 7, mimeType: 'application/json' },
      { path: 'b.bin', size: 2, mimeType: 'application/octet-stream' },
    ]);
    expect((await own.run('print(open("out/a.json").read())')).output).toBe('{"a":1}\n');
    await runIn(own, 'await files.remove("b.bin")');
    expect((await own.files.list()).map(({ path }) => path)).toEqual(['from-python.txt', 'out/a.json']);
  });

  it('that lead elsewhere are refused, and the code hears why', async () => {
    const own = await freshSandbox();
    for (const path of ['/etc/passwd', '../up.txt', 'not-there.txt']) {
      const result = await runIn(own, `await files.read(${JSON.stringify(path)})`);
      expect(result).toMatchObject({ status: 'error', error: { type: 'Error' } });
      expect(result.error?.message).toContain(path);
    }
  });

  it('that are pictures are shown', async () => {
    const own = await freshSandbox();
    const shown: string[] = [];
    const result = await runIn(
      own,
      'const canvas = new OffscreenCanvas(4, 3); canvas.getContext("2d").fillRect(0, 0, 2, 2);\n' +
        'await files.write("plot.png", await canvas.convertToBlob())',
      { onDisplay: ({ source, path }) => shown.push(`${source} ${path}`) },
    );
    expect(result.results[0]).toMatchObject({ source: 'file', path: 'plot.png', data: { 'text/plain': 'plot.png' } });
    expect(result.results[0]?.data['image/png']).toMatch(/^iVBORw0KGgo/);
    expect(shown).toEqual(['file plot.png']);
  });
});

describe('tools of the page', () => {
  it('are called by name or in order, and what they throw is thrown', async () => {
    const own = await freshSandbox();
    own.expose({
      add: {
        description: 'Adds.',
        parameters: { properties: { a: { type: 'number' }, b: { type: 'number' } }, required: ['a', 'b'] },
        execute: ({ a, b }) => Number(a) + Number(b),
      },
      fail: {
        description: 'Fails.',
        parameters: {},
        execute: () => {
          throw new Error('out of order');
        },
      },
    });
    const code = 'console.log(await tools.add({ a: 1, b: 2 }), await tools.add(3, 4));\nawait tools.fail()';
    expect(await runIn(own, code)).toMatchObject({
      stdout: '3 7\n',
      status: 'error',
      error: { type: 'ToolError', message: 'out of order' },
    });
    own.expose({ later: { description: 'Came later.', parameters: {}, execute: () => 'here' } });
    expect((await runIn(own, 'tools.later()')).output).toBe("'here'\n");
    expect((await runIn(own, 'await tools.add({ a: "x", b: 2 })')).error?.message).toMatch(/do not fit/);
  });
});

describe('a checkpoint', () => {
  it('says which variables of JavaScript it cannot take along, also as a file', async () => {
    const own = await freshSandbox();
    await own.run('kept = 1');
    using before = await own.checkpoint();
    expect(before.lost).toEqual([]);
    await runIn(own, 'const alpha = 1; let beta; function gamma() {}');
    using after = await own.checkpoint();
    expect(after.lost).toEqual(['Variables of JavaScript: alpha, beta, gamma.']);
    await own.restore(after);
    expect((await runIn(own, 'typeof alpha')).output).toBe("'undefined'\n");
    expect((await own.run('print(kept)')).output).toBe('1\n');
  });
});

/** In the words of WebKit, or of the others. */
const NO_WORKER = /find variable: Worker|Worker is not defined/;

/** What hostile code would try, and how the browser refuses it. */
const ATTEMPTS: Record<string, { code: string; refusal: RegExp }> = {
  fetch: {
    code: 'await fetch(OUT + "/fetch", { mode: "no-cors" })',
    refusal: /Failed to fetch|NetworkError|Load failed/,
  },
  XMLHttpRequest: {
    code: 'const x = new XMLHttpRequest(); x.open("GET", OUT + "/xhr", false); x.send()',
    refusal: /Failed to execute 'send'|network error/,
  },
  importScripts: {
    code: 'importScripts(OUT + "/import-scripts.js")',
    refusal: /Failed to execute 'importScripts'|network error/,
  },
  'import()': { code: 'await import(OUT + "/import.js")', refusal: /cannot be imported/ },
  'an import() of its own': {
    code: [
      'const own = `export default await import("OUT/own.js")`.replace("OUT", OUT);',
      'const url = URL.createObjectURL(new Blob([own], { type: "text/javascript" }));',
      'await opened(new Worker(url, { type: "module" }));',
    ].join('\n'),
    refusal: NO_WORKER,
  },
  EventSource: { code: 'await opened(new EventSource(OUT + "/event-source"))', refusal: /refused|insecure/ },
  WebSocket: {
    code: 'await opened(new WebSocket(OUT.replace("http", "ws") + "/web-socket"))',
    refusal: /refused|blocked|insecure/,
  },
  'a nested worker': {
    code: [
      'const ask = `fetch("OUT/nested", { mode: "no-cors" }).then(() => postMessage("out"), () => postMessage("in"))`;\nconst source = ask.replace("OUT", OUT);',
      'const worker = new Worker(URL.createObjectURL(new Blob([source])));',
      'throw new Error("the worker is " + await new Promise((done) => { worker.onmessage = ({ data }) => done(data); worker.onerror = () => done("in") }))',
    ].join('\n'),
    refusal: NO_WORKER,
  },
  'a beacon': { code: 'navigator.sendBeacon(OUT + "/beacon")', refusal: /sendBeacon is not a function/ },
  IndexedDB: { code: 'await opened(indexedDB.open("x"))', refusal: /denied|insecure|invalid security context/ },
  'the Cache API': { code: 'await caches.open("x")', refusal: /caches/ },
  'the file system': {
    code: 'await navigator.storage.getDirectory()',
    refusal: /denied|Security error|getDirectory/,
  },
  eval: { code: 'eval("1")', refusal: /eval/ },
  'the Function constructor': { code: 'new Function("return 1")()', refusal: /eval|blocked by CSP/ },
};

describe('hostile JavaScript', () => {
  let own: Sandbox;
  beforeAll(async () => {
    own = await Sandbox.create({ assets: ASSETS });
    const opened =
      'const opened = (target) => new Promise((done, refuse) => { target.onopen = target.onsuccess = target.onmessage = done; target.onerror = () => refuse(new Error("refused")) });';
    await runIn(own, `var OUT = ${JSON.stringify(inject('listener'))};\n${opened}`);
  });
  afterAll(() => own.close());

  it.each(Object.entries(ATTEMPTS))('does not get out by %s', async (_, { code, refusal }) => {
    const { status, error } = await runIn(own, `{ ${code} }`, { timeout: 5000 });
    expect(status).toBe('error');
    expect(error?.message).toMatch(refusal);
  });

  it('is not heard by a server that listens for all of it', async () => {
    const heard: string[] = await (await fetch(`${inject('listener')}/heard`)).json();
    expect(heard.filter((line) => !line.includes('from-the-page'))).toEqual([]);
  });

  it('has an origin of its own, no window and no parent, and no channel to the page', async () => {
    const code = 'console.log(origin, typeof window, typeof document, typeof parent)';
    expect((await runIn(own, code)).output).toBe('null undefined undefined undefined\n');
    const channel = new BroadcastChannel('glovebox-test');
    onTestFinished(() => channel.close());
    const heard: unknown[] = [];
    channel.onmessage = ({ data }) => heard.push(data);
    await runIn(
      own,
      'new BroadcastChannel("glovebox-test").postMessage("out"); await new Promise((r) => setTimeout(r, 200))',
    );
    expect(heard).toEqual([]);
  });

  it.each([
    ['an answer that is none', '{ status: "great" }'],
    ['an answer with an endless name', '{ ...message.value, variables: ["x".repeat(1e6)] }'],
    ['no answer at all', '7'],
  ])('cannot make the page believe in %s', async (_, forged) => {
    const another = await freshSandbox();
    const forge = `const genuine = MessagePort.prototype.postMessage;
      MessagePort.prototype.postMessage = function (message, ...rest) {
        if (message && Object.hasOwn(message, "value")) message.value = ${forged};
        genuine.call(this, message, ...rest);
      };`;
    const { status, error, recovery } = await runIn(another, forge);
    expect({ status, undone: recovery?.undone }).toEqual({ status: 'error', undone: true });
    expect(error?.message).toMatch(/malformed answer to a run/);
    expect((await runIn(another, '"a new worker"')).output).toBe("'a new worker'\n");
  });

  it('that says it could not be started, though it was, is not believed', async () => {
    const another = await freshSandbox();
    const forge = `const genuine = MessagePort.prototype.postMessage;
      MessagePort.prototype.postMessage = function (message) {
        genuine.call(this, { type: "boot-failed", message: "forged", restoring: true });
      };`;
    // No answer comes: it, too, is replaced by what the worker says.
    const result = await another.run(forge, { language: 'javascript', timeout: 500 });
    expect(result).toMatchObject({ status: 'timeout', recovery: { undone: true } });
    expect((await runIn(another, '"a new worker"')).output).toBe("'a new worker'\n");
  });

  it('cannot speak for Python, whatever it sends', async () => {
    const another = await freshSandbox();
    await another.run('kept = 1');
    await runIn(
      another,
      `const send = MessagePort.prototype.postMessage; let port;
       MessagePort.prototype.postMessage = function (...all) { port = this; return send.apply(this, all) };
       console.log("found");
       for (const message of [
         { type: "broken", message: "Python" }, { type: "ready", python: "0", pyodide: "0" },
         { type: "worker-error", id: 1, message: "Python" }, { type: "captured", id: 1 },
       ]) { postMessage(message); if (message.type !== "broken") port?.postMessage(message); }`,
    );
    expect(another.pythonVersion).toMatch(/^3\.14/);
    expect((await another.run('print(kept)')).output).toBe('1\n');
  });
});
