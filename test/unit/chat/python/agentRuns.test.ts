import { describe, expect, it } from 'vitest';
import { type AgentRun, AgentRuns, type Permission } from '../../../../src/chat/python/agentRuns.ts';
import type { RunOptions } from '../../../../src/sandbox/options.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { gate, type Program, sandboxWithFiles } from '../../mcp/scriptedFiles.ts';

const LATER = new AbortController().signal;

function agentRuns(program?: Program) {
  const { sandbox, ran } = sandboxWithFiles(program);
  let onChange = () => {};
  const runs = new AgentRuns({ isAlways: false }, () => onChange());
  /** Resolves when a program is in the state that is asked for. */
  const until = (fits: (run: AgentRun) => boolean) =>
    new Promise<AgentRun>((resolve) => {
      onChange = () => {
        const run = runs.all.find(fits);
        if (run) resolve(run);
      };
      onChange();
    });
  const decide = async (permission: Permission) =>
    (await until((run) => run.decide !== undefined)).decide?.(permission);
  const run = (code: string, given: Sandbox = sandbox) =>
    runs.run({ code, sandbox: async () => given, timeout: 1000, signal: LATER });
  return { runs, ran, until, decide, run };
}

describe('the programs of an agent', () => {
  it('wait for the user, are shown with their output, and can be run once', async () => {
    const { runs, decide, run } = agentRuns(({ options }) => {
      options.onOutput?.({ stream: 'stdout', text: '42\n', time: 1 });
      return '42\n';
    });
    const asked = runs.mayRun('print(42)', LATER);
    expect(runs.all).toMatchObject([{ entry: { code: 'print(42)' }, decide: expect.any(Function) }]);
    await decide('once');
    expect([await asked, runs.all]).toEqual([true, []]);
    expect(await run('print(42)')).toMatchObject({ ok: true, output: '42\n' });
    expect(runs.all).toMatchObject([
      { entry: { code: 'print(42)', output: [{ text: '42\n' }], run: { state: 'ended', outcome: 'OUTCOME_OK' } } },
    ]);
    expect([runs.all[0]?.decide, runs.all[0]?.stop, runs.running]).toEqual([undefined, undefined, false]);
    const again = runs.mayRun('print(43)', LATER);
    await decide('never');
    expect(await again).toBe(false);
  });

  it('run without a question once the user has allowed all, also those that wait', async () => {
    const { runs, decide } = agentRuns();
    const both = Promise.all([runs.mayRun('1', LATER), runs.mayRun('2', LATER)]);
    await decide('always');
    expect(await both).toEqual([true, true]);
    expect([await runs.mayRun('3', LATER), runs.all]).toEqual([true, []]);
  });

  it('are refused if too many wait, so that nobody has to answer a flood', async () => {
    const { runs } = agentRuns();
    const waiting = ['1', '2', '3', '4', '5'].map((code) => runs.mayRun(code, LATER));
    expect([await runs.mayRun('6', LATER), runs.all.length, waiting.length]).toEqual([false, 5, 5]);
  });

  it('are no longer asked about if the agent gives up', async () => {
    const { runs } = agentRuns();
    const stop = new AbortController();
    const asked = runs.mayRun('1', stop.signal);
    stop.abort(new Error('Enough.'));
    await expect(asked).rejects.toThrow('Enough.');
    expect(runs.all).toEqual([]);
  });

  it('are stopped by the user, and the agent hears it', async () => {
    const [begun, stopped] = [gate(), gate()];
    const endless = (_: string, { signal }: RunOptions) =>
      new Promise((_, reject) => {
        begun.open();
        signal?.addEventListener('abort', () => {
          stopped.open();
          reject(signal.reason);
        });
      });
    const { runs, run, until } = agentRuns();
    const running = run('while True: pass', { run: endless } as unknown as Sandbox);
    const failed = expect(running).rejects.toThrow('The user stopped the program.');
    await begun.opened;
    expect(runs.running).toBe(true);
    (await until(({ stop }) => stop !== undefined)).stop?.();
    await Promise.all([stopped.opened, failed]);
    expect(runs.all).toMatchObject([{ entry: { run: { state: 'cut-off' } } }]);
  });
});
