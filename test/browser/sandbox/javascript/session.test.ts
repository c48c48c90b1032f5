import { describe, expect, it } from 'vitest';
import { freshSandbox, keepEngine } from '../freshSandbox.ts';
import { runIn } from './inJavaScript.ts';

keepEngine();

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
