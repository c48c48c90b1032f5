import { describe, expect, it } from 'vitest';
import { UserRuns } from '../../../../src/chat/python/userRuns.ts';
import type { RunOptions } from '../../../../src/sandbox/options.ts';
import type { RunResult } from '../../../../src/sandbox/result.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';

const CODE = { cell: '1/1/1', of: 'print(1)', code: 'print(2)', language: 'PYTHON' } as const;
const RESULT = {
  ok: true,
  status: 'ok',
  output: '2\n',
  durationMs: 3,
};

interface Place {
  sandbox: () => Promise<Sandbox>;
  timeout: number;
  tools: Record<string, never>;
}

/** Python that does what the test says. */
function pythonThat(run: (options: RunOptions) => Promise<Partial<RunResult>>): Place {
  return placeOf(async () => ({ run: (_code: string, options: RunOptions) => run(options) }) as unknown as Sandbox);
}

function placeOf(sandbox: Place['sandbox']): Place {
  return { sandbox, timeout: 30_000, tools: {} };
}

describe('a run of the user’s', () => {
  it('shows what it writes as it comes, and how it ended', async () => {
    const seen: string[] = [];
    const runs: UserRuns = new UserRuns(() => {
      const entry = runs.all.get(CODE.cell)?.entry;
      seen.push(`${entry?.run.state}: ${entry?.output.map(({ text }) => text).join('')}`);
    });
    const open = pythonThat(async ({ onOutput }) => {
      onOutput?.({ stream: 'stdout', text: '2\n', time: 0 });
      return RESULT as unknown as RunResult;
    });
    const result = await runs.run(CODE, open);
    expect(result?.status).toBe('ok');
    expect([...new Set(seen)]).toEqual(['running: ', 'running: 2\n', 'ended: 2\n']);
    expect(runs.all.get(CODE.cell)).toMatchObject({ of: 'print(1)', entry: { code: 'print(2)' } });
  });

  it('goes on alone: another one waits for its end, and one of the same cell is not asked for twice', async () => {
    const runs = new UserRuns(() => {});
    const order: string[] = [];
    let end = () => {};
    const held = new Promise<void>((resolve) => {
      end = resolve;
    });
    const python = (name: string) =>
      pythonThat(async () => {
        order.push(name);
        await held;
        return RESULT as unknown as RunResult;
      });
    const first = runs.run(CODE, python('first'));
    const second = runs.run({ ...CODE, cell: 'other' }, python('second'));
    expect(await runs.run(CODE, python('again'))).toBeUndefined();
    expect(runs.all.get('other')?.entry.run).toEqual({ state: 'running', waits: true });
    end();
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
    expect(runs.all.get('other')?.entry.run).toMatchObject({ state: 'ended' });
  });

  it('that is stopped before it begins is taken back: its cell shows what it showed, and other runs go on', async () => {
    const runs = new UserRuns(() => {});
    await runs.run(
      CODE,
      pythonThat(async () => RESULT as unknown as RunResult),
    );
    const ended = runs.all.get(CODE.cell);
    const loading = placeOf(() => new Promise(() => {}));
    const again = runs.run(CODE, loading);
    const other = runs.run({ ...CODE, cell: 'other' }, loading);
    runs.stop('other');
    expect(await other).toBeUndefined();
    expect(runs.all.has('other')).toBe(false);
    expect(runs.all.get(CODE.cell)?.entry.run.state).toBe('running');
    runs.stop();
    expect(await again).toBeUndefined();
    expect(runs.all.get(CODE.cell)).toEqual(ended);
    expect(runs.running).toBe(false);
  });

  it('that is stopped keeps what it wrote', async () => {
    const runs = new UserRuns(() => {});
    const open = pythonThat(
      ({ signal, onOutput }) =>
        new Promise((_, reject) => {
          onOutput?.({ stream: 'stdout', text: 'started', time: 0 });
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    const running = runs.run(CODE, open);
    await new Promise((resolve) => setTimeout(resolve));
    runs.stop();
    expect(await running).toBeUndefined();
    const run = runs.all.get(CODE.cell);
    expect(run).toMatchObject({ entry: { run: { state: 'cut-off' }, output: [{ text: 'started' }] } });
    expect(run?.error).toBeUndefined();
    expect(runs.running).toBe(false);
  });

  it('gets the time that the settings give to runs', async () => {
    const given: unknown[] = [];
    const open = pythonThat(async ({ timeout }) => {
      given.push(timeout);
      return RESULT as unknown as RunResult;
    });
    await new UserRuns(() => {}).run(CODE, { ...open, timeout: 5000 });
    expect(given).toEqual([5000]);
  });

  it('that could not begin says why', async () => {
    const runs = new UserRuns(() => {});
    const error = new Error('no Python');
    await runs.run(
      CODE,
      placeOf(() => Promise.reject(error)),
    );
    expect(runs.all.get(CODE.cell)?.error).toBe(error);
    runs.forget(CODE.cell);
    expect(runs.all.size).toBe(0);
  });
});
