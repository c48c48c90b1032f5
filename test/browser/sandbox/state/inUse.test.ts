import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Sandbox, type SandboxOptions, SessionInUseError, SnapshotError } from '../../../../src/entries/index.ts';
import { ASSETS, freshSandbox, keepEngine } from '../freshSandbox.ts';
import { PATIENCE } from './patience.ts';
import { storedOutput } from './storedOutput.ts';

const NAME = 'session in use';

keepEngine();
beforeEach(() => Sandbox.forget(NAME));

/** Creates a sandbox with the name, and collects the steps that it reports. */
async function open(options: SandboxOptions = {}) {
  const steps: string[] = [];
  const sandbox = await freshSandbox({ persist: NAME, onProgress: ({ step }) => steps.push(step), ...options });
  return { sandbox, steps };
}

/** A tab that has the name, and answers nobody, as one that is frozen. */
async function frozenTab() {
  const lost = vi.fn();
  const gate = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  navigator.locks
    .request(`glovebox-session ${NAME}`, { steal: true }, () => {
      held.resolve();
      return gate.promise;
    })
    .catch(lost);
  await held.promise;
  onTestFinished(() => gate.resolve());
  return { lost, leave: () => gate.resolve() };
}

describe('a name that another sandbox has', () => {
  it('is refused with what to do, and the other one is stored as before', async () => {
    const { sandbox, steps } = await open();
    const refused = await open().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SessionInUseError);
    expect(String(refused)).toMatch(/"session in use" is open in another tab.+`takeOver: true`/);
    await sandbox.run('kept = 1');
    await sandbox.save();
    expect(await storedOutput(NAME, 'kept')).toBe('1\n');
    expect(steps).not.toContain('taken-over');
  });

  it('goes over with `takeOver`: what the other one has reached is there, and nothing of it is stored any more', async () => {
    const { sandbox: before, steps } = await open();
    await before.run('kept = 1');
    const { sandbox: after } = await open({ takeOver: true });
    expect((await after.run('kept')).output).toBe('1\n');
    await vi.waitFor(() => expect(steps).toContain('taken-over'), PATIENCE);
    expect((await before.run('kept += 1\nkept')).output).toBe('2\n');
    await expect(before.save()).rejects.toBeInstanceOf(SessionInUseError);
    await after.save();
    await before.reset();
    await before.close();
    expect(await storedOutput(NAME, 'kept')).toBe('1\n');
  });

  it('goes over with `takeOver` while code runs there, which goes on', async () => {
    const { sandbox: before } = await open();
    await before.run('kept = 1');
    await before.save();
    let isRunning = false;
    const running = before.run('print("runs")\nkept = 2\nwhile True: pass', {
      onOutput: () => {
        isRunning = true;
      },
      timeout: 3_000,
    });
    await vi.waitFor(() => expect(isRunning).toBe(true), PATIENCE);
    const { sandbox: after } = await open({ takeOver: true });
    expect((await after.run('kept')).output).toBe('1\n');
    expect((await running).status).toBe('timeout');
  });

  it('is free when that one is closed, also for a sandbox that is created meanwhile', async () => {
    const { sandbox: before } = await open();
    await before.run('kept = 1');
    using _captured = await before.checkpoint();
    const closing = before.close();
    const { sandbox: after } = await open();
    expect((await after.run('kept')).output).toBe('1\n');
    await closing;
  });

  it('is free when its creation is given up', async () => {
    const given = new AbortController();
    const first = open({ signal: given.signal }).catch((error: unknown) => error);
    const second = open();
    given.abort(new Error('given up'));
    expect(await first).toMatchObject({ message: 'given up' });
    expect((await second).sandbox.closed).toBe(false);
  });

  it('stays with that one if a session `from` a checkpoint can not begin, and goes over to one that can', async () => {
    const { sandbox: before, steps } = await open();
    await before.run('kept = 1');
    const from = await before.checkpoint();
    await before.run('kept = 2');
    const { sandbox: after } = await open({ from, takeOver: true });
    await after.save();
    expect(await storedOutput(NAME, 'kept')).toBe('1\n');
    expect(steps).toContain('taken-over');
    from.release();
    await expect(open({ from, takeOver: true })).rejects.toBeInstanceOf(SnapshotError);
    await after.run('kept = 3');
    await after.save();
    expect(await storedOutput(NAME, 'kept')).toBe('3\n');
  });
});

describe('a name that a frozen tab has', () => {
  it('is refused after a while, and free when the tab is closed', async () => {
    const tab = await frozenTab();
    await expect(open()).rejects.toBeInstanceOf(SessionInUseError);
    tab.leave();
    expect((await open()).sandbox.closed).toBe(false);
    expect(tab.lost).not.toHaveBeenCalled();
  });

  it('is taken from it with `takeOver`', async () => {
    const tab = await frozenTab();
    const { sandbox } = await open({ takeOver: true });
    await vi.waitFor(() => expect(tab.lost).toHaveBeenCalledOnce(), PATIENCE);
    await sandbox.run('kept = 1');
    await sandbox.save();
    expect(await storedOutput(NAME, 'kept')).toBe('1\n');
  });
});

describe('a sandbox from which the name was taken while it was frozen', () => {
  it('is told, works on, and stores nothing more', async () => {
    const { sandbox, steps } = await open();
    await sandbox.run('kept = 1');
    await sandbox.save();
    await frozenTab();
    await expect(sandbox.run('kept = 2').then(() => sandbox.save())).rejects.toBeInstanceOf(SessionInUseError);
    expect(steps).toContain('taken-over');
    await sandbox.close();
    expect(await storedOutput(NAME, 'kept')).toBe('1\n');
  });
});

describe('a page without locks', () => {
  it('stores sessions as if it were alone', async () => {
    const query = vi.spyOn(LockManager.prototype, 'query').mockRejectedValue(new DOMException('no', 'SecurityError'));
    onTestFinished(() => query.mockRestore());
    const { sandbox } = await open();
    await sandbox.run('kept = 1');
    await sandbox.save();
    await using other = await Sandbox.create({ assets: ASSETS, persist: NAME });
    expect((await other.run('kept')).output).toBe('1\n');
  });
});
