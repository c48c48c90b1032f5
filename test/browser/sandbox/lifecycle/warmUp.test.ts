/** The page has no other engine, so that it is warmed up here. */
import { expect, it, vi } from 'vitest';
import PROGRAM from '../../../../src/sandbox/engine/warmUp.py?raw';
import { Interpreter } from '../../../../src/sandbox/session/interpreter.ts';
import { freshSandbox } from '../freshSandbox.ts';

// Undoes what the setup of all tests says of the device, so that the page works ahead.
Reflect.deleteProperty(navigator, 'deviceMemory');

it('an idle page warms the engine up once, in an interpreter that no session has', async () => {
  const runs = vi.spyOn(Interpreter.prototype, 'run').mockClear();
  const sandbox = await freshSandbox();
  const warming = () => runs.mock.calls.flatMap(([{ code }], call) => (code === PROGRAM ? [call] : []));
  await vi.waitUntil(() => warming().length === 3, { timeout: 60_000 });
  const replies = await Promise.all(warming().map((call) => runs.mock.results[call]?.value));
  // Each may be stopped on a slow machine, but none fails.
  for (const { status } of replies) expect(['ok', 'timeout']).toContain(status);
  const [warmed] = warming().map((call) => runs.mock.contexts[call]);
  await vi.waitUntil(() => (warmed as Interpreter).ended);

  const another = await freshSandbox();
  for (const each of [sandbox, another]) {
    const { value } = await each.run('[name for name in ("Item", "add_up", "counts", "rows") if name in globals()]');
    expect(value).toEqual([]);
  }
  expect(runs.mock.contexts.filter((context) => context === warmed)).toHaveLength(3);
  expect(warming()).toHaveLength(3);

  expect(await another.run(PROGRAM)).toMatchObject({ status: 'ok', stderr: '' });
});
