/** The tab is frozen, as a browser does with one that nobody looks at, and thawed: that must cost nothing at all. */
import { OPERATIONS, type Operation, type Scene } from './scene.ts';

const RUNS = {
  busy: 'import time\nend = time.monotonic() + 0.3\nwhile time.monotonic() < end: pass',
  waiting: 'import asyncio\nawait asyncio.sleep(0.3)',
  asleep: 'import time\ntime.sleep(0.3)',
  printing: 'for line in range(20_000): print("")\nprint("\\r", end="")',
};
/** Milliseconds for runs in which the tab may be frozen. */
const TIMEOUT = 120_000;
/** Milliseconds: longer than an idle interpreter may take to answer. */
const LONG = 12_000;

/** Only some states are kept for going back to, as time allows. */
const NOT_KEPT = /^SnapshotError: The state before the last/;

const run: Operation = async (scene, session, strike) => {
  await strike();
  await session.leaveSomething(RUNS[scene.random.pick(Object.keys(RUNS) as (keyof typeof RUNS)[])]);
};

export async function freeze(scene: Scene): Promise<void> {
  const moments: Record<string, Operation> = { ...OPERATIONS, run };
  const session = await scene.open();
  session.timeout = TIMEOUT;
  const time = scene.random.chance(0.05) ? LONG : scene.random.integer(50, 1_500);
  scene.choose('ways', [time === LONG ? 'long freeze' : 'freeze']);
  const moment = scene.choose('moments', Object.keys(moments));
  let frozen: Promise<void> | undefined;
  try {
    await moments[moment]?.(scene, session, async () => {
      const lives = await session.leaveSomething('');
      frozen = scene.later().then(() => outside('freeze', time));
      return lives;
    });
    await frozen;
    const errors = session.errors.filter((each) => !NOT_KEPT.test(each));
    if (errors.length > 0) throw new Error(`Freezing the tab broke ${moment}: ${errors.join('; ')}`);
    await session.check();
    if (scene.counts.lostAndNamed > 0) throw new Error(`Freezing the tab cost runs: ${session.latest}`);
  } finally {
    await session.sandbox.close();
  }
}
