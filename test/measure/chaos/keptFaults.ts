/** Faults that only a session survives which the browser keeps: the frame is removed, or there is no room left. */
import {
  GloveboxError,
  Sandbox,
  type SandboxOptions,
  SnapshotError,
  WorkerDiedError,
} from '../../../src/entries/index.ts';
import type { Model } from './model.ts';
import { count } from './report.ts';
import { checkpoint, OPERATIONS, type Operation, type Scene, sleep } from './scene.ts';
import { HungError, inTime, LostError, ModelledSession } from './session.ts';

/** Megabytes that a session may hold: what is kept is compressed first, which takes its time. */
const SIZES = [0, 5];

/** There is no room left for the page's origin, from some moment on. What was kept before must still be there. */
export async function refuseQuota(scene: Scene): Promise<void> {
  scene.choose('ways', ['quota']);
  const options = { ...scene.options(), persist: scene.name };
  const moment = scene.choose('moments', ['boot', 'run', 'save', 'packages']);
  const refuse = () => outside('limitQuota', scene.random.integer(0, 100_000));
  try {
    if (moment === 'boot') await refuse();
    const session = await scene.open(options, SIZES);
    let kept = await save(scene, session);
    const refused = moment === 'save' ? scene.later().then(refuse) : refuse();
    await session.leaveSomething(moment === 'packages' ? 'import greetings' : '');
    kept = (await save(scene, session)) ?? kept;
    await refused;
    await session.work(1);
    kept = (await save(scene, session)) ?? kept;
    await session.check();
    await session.sandbox.close();
    await outside('limitQuota', -1);
    await comeBack(scene, options, session.model, kept);
  } finally {
    await outside('limitQuota', -1);
    await Sandbox.forget(scene.name);
  }
}

/** The frame goes, and all that is in it: all that wait for it must be told, and the session goes on from its stored copy. */
export async function removeFrame(scene: Scene): Promise<void> {
  await onlyFrameLeft();
  // An engine, and so a frame, of its own: the others are to live on.
  const options = {
    ...scene.options(),
    assets: `${scene.plan.mirror}/as/frames/${scene.plan.engine}/`,
    persist: scene.name,
  };
  const frames = new Set(document.querySelectorAll('iframe'));
  scene.choose('ways', ['remove frame']);
  const strike = () => remove(newFrame(frames));
  const { boot, packages, idle, checkpoint: take, fork } = OPERATIONS;
  const moments: Record<string, Operation> = { boot, packages, idle, checkpoint: take, fork, restore, run, save: keep };
  const moment = scene.choose('moments', ['start', ...Object.keys(moments)]);
  try {
    if (moment === 'start') return await removeAtStart(scene, options, frames);
    const session = await scene.open(options, SIZES);
    const kept = await removeDuring(scene, session, moments[moment], strike).finally(() => session.sandbox.close());
    await comeBack(scene, options, session.model, kept);
  } finally {
    await Sandbox.forget(scene.name);
  }
}

const run: Operation = async (_, session, strike) => {
  await strike();
  await session.leaveSomething('import time\ntime.sleep(0.1)');
};

/** @returns what was kept */
async function removeDuring(
  scene: Scene,
  session: ModelledSession,
  operation: Operation | undefined,
  strike: () => void,
): Promise<Model | undefined> {
  const kept = await save(scene, session);
  await session.work(scene.random.integer(0, 2));
  let struck: Promise<void> | undefined;
  await operation?.(scene, session, async () => {
    struck = scene.later().then(strike);
    return true;
  });
  await struck;
  await expectRefusal(session.sandbox);
  return kept;
}

/** Of what the session is already: whether it came to that must not matter to what is kept. */
const restore: Operation = async (_, session, strike) => {
  const taken = await checkpoint(session);
  if (!taken) return;
  await strike();
  await inTime('restore()', session.sandbox.restore(taken.checkpoint)).catch((error) => session.note(error));
  taken.checkpoint.release();
};

const keep: Operation = async (scene, session, strike) => {
  await strike();
  await save(scene, session);
};

async function removeAtStart(scene: Scene, options: SandboxOptions, frames: ReadonlySet<Element>): Promise<void> {
  const creating = inTime('a sandbox', Sandbox.create(options));
  creating.catch(() => {});
  const delay = scene.random.pick([0, scene.delay(), 5 * scene.delay()]);
  while (!newFrame(frames)) await Promise.race([sleep(1), creating]);
  if (delay > 0) await sleep(delay);
  remove(newFrame(frames));
  try {
    const sandbox = await creating;
    await expectRefusal(sandbox).finally(() => sandbox.close());
  } catch (error) {
    if (!GloveboxError.is(error)) throw error;
  }
  await scene.open(options, SIZES).then((session) => session.sandbox.close());
}

/** What is still being kept of the scene before goes on in its frame for a while. */
async function onlyFrameLeft(): Promise<void> {
  for (let wait = 0; document.querySelectorAll('iframe').length > 1; wait += 1) {
    if (wait === 300) throw new Error('A frame is left that nobody uses.');
    await sleep(100);
  }
}

function newFrame(before: ReadonlySet<Element>): HTMLIFrameElement | undefined {
  return [...document.querySelectorAll('iframe')].find((each) => !before.has(each));
}

function remove(frame: HTMLIFrameElement | undefined): void {
  frame?.remove();
}

/** A sandbox whose frame is gone says so, each time that it is asked for something. */
async function expectRefusal(sandbox: Sandbox): Promise<void> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      await inTime('a run without a frame', sandbox.run('1'));
      throw new Error('A sandbox without a frame runs code.');
    } catch (error) {
      if (!(error instanceof WorkerDiedError)) throw error;
    }
  }
}

/** @returns what was kept, where it was */
async function save(scene: Scene, session: ModelledSession): Promise<Model | undefined> {
  const model = session.model.copy();
  try {
    await inTime('save()', session.sandbox.save());
    return model;
  } catch (error) {
    if (error instanceof SnapshotError) count(scene.report.refusals, error.message);
    else session.note(error);
    return undefined;
  }
}

/** @param kept what must be there. What came after may be, since sessions are kept every few seconds. */
async function comeBack(scene: Scene, options: SandboxOptions, model: Model, kept: Model | undefined): Promise<void> {
  const session = await ModelledSession.create(options, scene.random, scene.counts, model);
  try {
    const found = await session.look();
    if (!found) throw new HungError('The session that came back does not come to itself.');
    const least = kept?.size ?? 0;
    const lost = model.settle(found);
    if (model.size < least) {
      scene.counts.lostSilently += least - model.size;
      throw new LostError(`${least - model.size} runs were lost that save() had kept.`);
    }
    scene.counts.lostAndNamed += lost;
  } finally {
    await session.sandbox.close();
  }
}
