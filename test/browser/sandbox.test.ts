import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sandbox } from '../../src/sandbox/sandbox.ts';

describe('a sandbox', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.create({ assets: '/pyodide/' });
  });
  afterAll(() => sandbox.close());

  it('runs Python and gives back what it printed', async () => {
    const result = await sandbox.run('print(sum(range(10)))\nimport sys; print("w", file=sys.stderr)');
    console.log(JSON.stringify(result));
    console.log(JSON.stringify(await sandbox.run('def f(x):\n  return 1/x\nf(0)')));
    console.log(JSON.stringify(await sandbox.run('try:\n  f(0)\nexcept Exception as e: raise ValueError("bad") from e')));
    console.log(JSON.stringify(await sandbox.run('x = = 2')));
    console.log(JSON.stringify(await sandbox.run('print("a", end="")\nwhile True: pass', {deadline: 300})));
    console.log(JSON.stringify(await sandbox.run('import asyncio\nawait asyncio.sleep(0.1)\nf')));
    console.log(JSON.stringify(await sandbox.run('from pyodide.ffi import can_run_sync\nprint(can_run_sync(), sys.stdout.line_buffering)')));
    console.log(JSON.stringify(await sandbox.run('print("x"); 9**9**9**9', {deadline: 300})));
    console.log(JSON.stringify(await sandbox.run('print("x" in globals())', {deadline: 300})));
    expect(result).toMatchObject({ outcome: 'OUTCOME_OK', output: '45\n' });
  });
});
