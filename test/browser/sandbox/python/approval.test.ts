import { beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest, Sandbox, Tool, ToolCall } from '../../../../src/entries/index.ts';
import { freshSandbox, keepEngine } from '../freshSandbox.ts';
import { needsSuspending } from '../needsSuspending.ts';

keepEngine();

describe('a tool that needs an approval', () => {
  const paid: unknown[] = [];
  beforeEach((context) => {
    needsSuspending(context);
    paid.length = 0;
  });

  const pay: Tool = {
    description: 'Pays.',
    parameters: { properties: { euros: { type: 'integer' } }, required: ['euros'] },
    approve: ({ euros }) => (Number(euros) > 10 ? 'ask' : 'always'),
    execute: ({ euros }) => paid.push(euros),
  };

  /** A sandbox with a tool that pays, whose user answers so. */
  async function payingSandbox(onApproval: (request: ApprovalRequest) => Promise<boolean>): Promise<Sandbox> {
    const sandbox = await freshSandbox({ onApproval });
    sandbox.expose({ pay });
    return sandbox;
  }
  const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  it('asks in the middle of a program, whose time stands still meanwhile', { tags: 'long' }, async () => {
    const sandbox = await payingSandbox(async () => {
      await wait(1500);
      return true;
    });
    const code = 'from tools import pay\nprint([pay(euros) for euros in (5, 50, 7)])';
    const { output, status, calls } = await sandbox.run(code, { timeout: 800 });
    expect({ output, status }).toEqual({ output: '[1, 2, 3]\n', status: 'ok' });
    expect(paid).toEqual([5, 50, 7]);
    expect(calls).toMatchObject([
      { id: 1, tool: 'pay', parameters: { euros: 5 }, status: 'ok', result: '1' },
      { id: 2, tool: 'pay', parameters: { euros: 50 }, status: 'ok', result: '2', waitedMs: expect.any(Number) },
      { id: 3, tool: 'pay', parameters: { euros: 7 }, status: 'ok', result: '3' },
    ]);
    const loop = await sandbox.run('pay(20)\nwhile True: pass', { timeout: 800 });
    expect(loop).toMatchObject({ status: 'timeout' });
    expect(loop.recovery).toBeUndefined();
  });

  it('raises an exception that Python can handle if it is refused', async () => {
    const sandbox = await freshSandbox({ onApproval: () => ({ approved: false, reason: 'Not today.' }) });
    sandbox.expose({ pay });
    const code =
      'from tools import ToolRefusedError, pay\ntry:\n    pay(50)\nexcept ToolRefusedError as error:\n    print("No:", error)';
    expect(await sandbox.run(code)).toMatchObject({ output: 'No: Not today.\n', calls: [{ status: 'refused' }] });
    expect((await sandbox.run('pay(50)')).error).toMatchObject({
      type: 'tools.ToolRefusedError',
      message: 'Not today.',
    });
    expect(paid).toEqual([]);
  });

  it('asks whom the run names, in place of the sandbox’s own', async () => {
    const sandbox = await payingSandbox(async () => true);
    const code = 'from tools import pay\ntry: pay(50)\nexcept PermissionError as error: print(error)';
    const onApproval = () => ({ approved: false, reason: 'Not in this run.' });
    expect((await sandbox.run(code, { onApproval })).output).toBe('Not in this run.\n');
    expect((await sandbox.run(code)).output).toBe('');
    expect(paid).toEqual([50]);
  });

  it('can be stopped while it waits, and the variables are kept', async () => {
    const stop = new AbortController();
    const asked: ApprovalRequest[] = [];
    const sandbox = await payingSandbox((request) => {
      asked.push(request);
      setTimeout(() => stop.abort(), 100);
      return new Promise(() => {});
    });
    const code = 'kept = 42\nfrom tools import pay\npay(50)';
    await expect(sandbox.run(code, { signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked[0]?.signal.aborted).toBe(true);
    expect((await sandbox.run('print(kept)')).output).toBe('42\n');
    expect(paid).toEqual([]);
  });

  it('tells the page of each call while the code runs', async () => {
    const sandbox = await payingSandbox(async () => true);
    const told: ToolCall[] = [];
    const code = 'from tools import pay\npay(50)\ntry: pay("all")\nexcept Exception: pass';
    await sandbox.run(code, { onToolCall: (call) => told.push(call) });
    expect(told.map(({ id, status }) => [id, status])).toEqual([
      [1, 'asking'],
      [1, 'running'],
      [1, 'ok'],
      [2, 'error'],
    ]);
  });

  it('is approved for JavaScript in the same way', async () => {
    const sandbox = await freshSandbox({ onApproval: ({ parameters }) => parameters.euros === 20 });
    sandbox.expose({ pay });
    const code = 'console.log(await tools.pay(20)); await tools.pay(50)';
    const result = await sandbox.run(code, { language: 'javascript' });
    expect(result).toMatchObject({ stdout: '1\n', error: { type: 'ToolRefusedError' } });
    expect(result.calls.map(({ status }) => status)).toEqual(['ok', 'refused']);
  });
});
