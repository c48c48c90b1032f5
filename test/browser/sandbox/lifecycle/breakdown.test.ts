/** No test finds another sandbox open, so that each loads the engine into a frame of its own. */
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { EngineBootError, Sandbox, WorkerDiedError } from '../../../../src/entries/index.ts';
import { STEAL_PORT } from '../../../security/attack.ts';
import { freshSandbox } from '../freshSandbox.ts';

describe('an interpreter that breaks down', () => {
  it.each([
    ['leaves the process', 'import posix\nposix._exit(3)'],
    ['aborts', 'import posix\nposix.abort()'],
  ])('because code %s is a failure, and what waits goes on in the next one', async (_, code) => {
    const sandbox = await freshSandbox();
    const [broken, waiting] = await Promise.all([
      sandbox.run(code, { timeout: 3000 }),
      sandbox.run('print("waiting")'),
    ]);
    expect(broken).toMatchObject({ status: 'error', error: { type: 'WorkerDiedError' }, recovery: { undone: true } });
    expect(broken.output).toContain('Python was restarted');
    expect(waiting.output).toBe('waiting\n');
  });

  it('because code closes its worker is a failure at once, even if the code goes on', async () => {
    const sandbox = await freshSandbox();
    const code = 'print("closing")\nimport js\njs.close()\nwhile True: pass';
    const result = await sandbox.run(code, { timeout: Infinity });
    expect(result).toMatchObject({ status: 'error', error: { type: 'WorkerDiedError' }, recovery: { undone: true } });
    expect(result.output).toContain('closing\n');
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
  });

  it('because code closes its worker while nothing runs is replaced before the next run', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run('import js\n_ = js.setTimeout(js.close, 0)');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await sandbox.run('print(1)', { timeout: Infinity })).toMatchObject({
      status: 'ok',
      stdout: '1\n',
    });
  });

  it('because code floods the page after its run is replaced, and the page goes on', async () => {
    const sandbox = await freshSandbox();
    const message = "{ type: 'output-delta', run: 2, chunks: Array(200000).fill({}) }";
    await sandbox.run(STEAL_PORT);
    const flooding = await sandbox.run(`javascript("setInterval(() => stolen.postMessage(${message}), 100)")`);
    expect(flooding.status).toBe('ok');
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    const next = await sandbox.run('print("goes on")', { timeout: Infinity });
    expect(next.output).toMatch(/goes on\n$/);
    expect(next.recovery).toBeDefined();
    await sandbox.reset();
    expect(await sandbox.run('print(1)')).toMatchObject({ status: 'ok', stdout: '1\n' });
  });

  it('because code closes its port is replaced at once, if the browser tells', async () => {
    const code =
      'import js\nfrom pyodide.ffi import create_proxy\n' +
      'js.MessagePort.prototype.postMessage = create_proxy(lambda port, *_: port.close(), capture_this=True)';
    const sandbox = await freshSandbox();
    const result = await sandbox.run(code, { timeout: 'onclose' in MessagePort.prototype ? Infinity : 200 });
    expect(result).toMatchObject({ recovery: { undone: true } });
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
  });

  it('before its frame has loaded is an error of starting, not a wait for ever', { tags: 'long' }, async () => {
    const creating = Sandbox.create({ assets: `${inject('mirror').origin}/as/removed/engine/` });
    const removed = new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof Element) node.remove();
    });
    removed.observe(document.body, { childList: true });
    onTestFinished(() => removed.disconnect());
    await expect(creating).rejects.toBeInstanceOf(EngineBootError);
  });

  it('is noticed also when the whole frame is taken out of the page', async () => {
    const before = new Set(document.querySelectorAll('iframe'));
    const sandbox = await freshSandbox();
    const [frame] = [...document.querySelectorAll('iframe')].filter((element) => !before.has(element));
    const run = sandbox.run('while True: pass');
    frame?.remove();
    await expect(run).rejects.toBeInstanceOf(WorkerDiedError);
    await expect(sandbox.run('1')).rejects.toBeInstanceOf(WorkerDiedError);
  });
});
