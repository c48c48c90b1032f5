import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../../../../src/entries/index.ts';
import { freshSandbox } from '../freshSandbox.ts';
import { sandbox, shareSandbox } from '../sharedSandbox.ts';
import { printed, run, runIn } from './inJavaScript.ts';

shareSandbox();

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

  it('shows the value of the last expression, and none if there is none', async () => {
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

  it('is refused if the language is none', async () => {
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
