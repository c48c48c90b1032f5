import { describe, expect, it } from 'vitest';
import { freshSandbox } from '../freshSandbox.ts';
import { shareSandbox } from '../sharedSandbox.ts';
import { printed, run, runIn } from './inJavaScript.ts';

shareSandbox();

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
