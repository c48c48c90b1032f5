/** Kills interpreters of real sandboxes at random moments, and looks whether anything was lost. */
import { type Checkpoint, Sandbox, type SandboxOptions } from '../../src/index.ts';
import type { Model } from './model.ts';
import { Random } from './random.ts';
import { type Counts, HungError, inTime, ModelledSession } from './session.ts';

export interface Plan {
  kills: number;
  seed: number;
  /** Of the mirror that packages come from. */
  mirror: string;
}

export interface Report extends Counts {
  kills: number;
  hung: number;
  /** Kills by when they came, and by how. */
  moments: Record<string, number>;
  ways: Record<string, number>;
  /** Why sessions could not be captured or restored, and how often. */
  refusals: Record<string, number>;
  /** What went wrong, each as a sentence. */
  failures: string[];
}

/** A sandbox is killed so often, then another takes its place. */
const KILLS_EACH = 12;
const STUBBORN = 'import itertools\nany(itertools.repeat(False))';

/** How a run can end its own worker, or has to be ended with it. */
const WAYS: Record<string, (random: Random) => { code: string; deadline?: number; signal?: AbortSignal }> = {
  deadline: (random) => ({ code: STUBBORN, deadline: random.integer(1, 100) }),
  stop: (random) => ({ code: STUBBORN, signal: AbortSignal.timeout(random.integer(1, 100)) }),
  'os._exit': () => ({ code: 'import os\nos._exit(1)' }),
  'os.abort': () => ({ code: 'import os\nos.abort()' }),
  trap: () => ({ code: 'import ctypes\nctypes.CFUNCTYPE(ctypes.c_int)(12_345_678)()' }),
  'js.close': () => ({ code: 'import js\njs.close()', deadline: 500 }),
};

/** Code after which the worker dies in so many milliseconds, whatever it is asked then. */
const LATE_WAYS: Record<string, (milliseconds: number) => string> = {
  'os._exit, late': (milliseconds) =>
    `import asyncio, os\n_ = asyncio.get_event_loop().call_later(${milliseconds / 1000}, os._exit, 1)`,
  'trap, late': (milliseconds) =>
    `import asyncio, ctypes\n_ = asyncio.get_event_loop().call_later(${milliseconds / 1000}, ctypes.CFUNCTYPE(ctypes.c_int)(12_345_678))`,
  'stubborn, late': (milliseconds) =>
    `import asyncio, itertools\n_ = asyncio.get_event_loop().call_later(${milliseconds / 1000}, any, itertools.repeat(False))`,
  'js.close, late': (milliseconds) => `import js\n_ = js.setTimeout(js.close, ${milliseconds})`,
};
/** After these nobody hears of it, so that it is found out by waiting 10 seconds: they are rarer, for the others to be tried more often. */
const SLOW = ['js.close, late', 'stubborn, late'];
const LONGEST_DELAY = 60;

/** What a session is asked while its worker dies. */
const MOMENTS: Record<string, (chaos: Chaos, session: ModelledSession) => Promise<void>> = {
  boot: (chaos, session) => chaos.duringBoot(session),
  packages: (chaos, session) => chaos.duringPackages(session),
  run: (chaos, session) => chaos.duringRun(session),
  idle: async (chaos, session) => {
    await chaos.arm(session);
    await session.idle();
  },
  checkpoint: (chaos, session) => chaos.duringCheckpoint(session),
  restore: (chaos, session) => chaos.duringRestore(session),
  fork: (chaos, session) => chaos.duringFork(session),
  rewind: (chaos, session) => chaos.duringRewind(session),
};

export async function killAtRandom(plan: Plan): Promise<Report> {
  const chaos = new Chaos(plan);
  const keeper = await Sandbox.create({ assets: `${plan.mirror}/engine/` });
  await chaos.go();
  await keeper.close();
  return chaos.report;
}

class Chaos {
  readonly report: Report = {
    kills: 0,
    lostSilently: 0,
    lostAndNamed: 0,
    hung: 0,
    moments: {},
    ways: {},
    refusals: {},
    failures: [],
  };
  readonly #plan: Plan;
  readonly #random: Random;
  #visits = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#random = new Random(plan.seed);
  }

  async go(): Promise<void> {
    while (this.report.kills < this.#plan.kills) {
      const session = await ModelledSession.create(this.#options(), this.#random, this.report);
      try {
        await this.#begin(session);
        for (let kill = 0; kill < KILLS_EACH && this.report.kills < this.#plan.kills; kill += 1) {
          await this.#killOnce(session);
        }
      } catch (error) {
        if (error instanceof HungError) this.report.hung += 1;
        this.report.failures.push(`Kill ${this.report.kills}: ${error}. Before that: ${session.latest}`);
      } finally {
        await session.sandbox.close();
      }
    }
  }

  #options(): SandboxOptions {
    this.#visits += 1;
    const { mirror, seed } = this.#plan;
    // An address of its own, so that packages have to be loaded again; slow, so that there is time to die.
    const folder = this.#random.pick(['distribution', 'slow']);
    const distributionUrl = `${mirror}/as/chaos-${seed}-${this.#visits}/${folder}/`;
    return {
      assets: `${mirror}/engine/`,
      distributionUrl,
      onProgress: (progress) => {
        if (progress.step === 'snapshot-refused') count(this.report.refusals, progress.reason);
      },
    };
  }

  /** Sessions of different sizes take more or less time to capture. */
  async #begin(session: ModelledSession): Promise<void> {
    await session.leaveSomething(`heap = bytearray(b"x") * ${this.#random.pick([0, 20, 80]) * 1_000_000}`);
  }

  async #killOnce(session: ModelledSession): Promise<void> {
    await session.work(this.#random.integer(0, 3));
    const moment = this.#random.pick(Object.keys(MOMENTS));
    this.report.kills += 1;
    count(this.report.moments, moment);
    await MOMENTS[moment]?.(this, session);
    await session.check();
  }

  /**
   * Has the worker die soon after this.
   *
   * @returns whether it lived to the end of the run that says so
   */
  async arm(session: ModelledSession): Promise<boolean> {
    const way = this.#random.pick(
      Object.keys(LATE_WAYS).filter((each) => !SLOW.includes(each) || this.#random.chance(0.2)),
    );
    count(this.report.ways, way);
    return session.leaveSomething(LATE_WAYS[way]?.(this.#random.integer(0, LONGEST_DELAY)) ?? '');
  }

  async duringRun(session: ModelledSession): Promise<void> {
    const way = this.#random.pick(Object.keys(WAYS));
    count(this.report.ways, way);
    const { code = '', ...options } = WAYS[way]?.(this.#random) ?? {};
    const killed = session.die(code, options);
    // Sometimes there is another run behind it.
    if (this.#random.chance(0.3)) await session.leaveSomething('');
    await killed;
  }

  async duringPackages(session: ModelledSession): Promise<void> {
    await this.arm(session);
    await session.leaveSomething(`import ${this.#random.pick(['greetings', 'drawing', 'heavy', 'pandas'])}`);
  }

  /** A sandbox that is given up while it starts must do no harm to its neighbours. */
  async duringBoot(session: ModelledSession): Promise<void> {
    count(this.report.ways, 'give up');
    const taken = await this.#checkpoint(session);
    if (!taken) return;
    const signal = AbortSignal.timeout(this.#random.integer(0, 150));
    await this.#lookInto(taken.model, () =>
      Sandbox.create({ ...this.#options(), from: taken.checkpoint, signal }),
    ).catch((error) => session.note(error));
    taken.checkpoint.release();
  }

  async duringCheckpoint(session: ModelledSession): Promise<void> {
    await this.arm(session);
    const taken = await this.#checkpoint(session);
    if (!taken) return;
    await this.#lookInto(taken.model, () => Sandbox.create({ ...this.#options(), from: taken.checkpoint }));
    taken.checkpoint.release();
  }

  async duringRestore(session: ModelledSession): Promise<void> {
    const taken = await this.#checkpoint(session);
    if (!taken) return;
    await session.work(this.#random.integer(0, 2));
    await this.arm(session);
    try {
      await inTime('restore()', session.sandbox.restore(taken.checkpoint));
      session.model = taken.model;
    } catch (error) {
      session.note(error);
    }
    taken.checkpoint.release();
  }

  async duringFork(session: ModelledSession): Promise<void> {
    await this.arm(session);
    await this.#lookInto(session.model.copy(), () => session.sandbox.fork()).catch((error) => session.note(error));
  }

  async duringRewind(session: ModelledSession): Promise<void> {
    if (!(await this.arm(session))) return;
    const before = session.model.copy();
    before.removeLatest();
    try {
      await inTime('rewind()', session.sandbox.rewind());
      session.model = before;
    } catch (error) {
      session.note(error);
    }
  }

  async #checkpoint(session: ModelledSession): Promise<{ checkpoint: Checkpoint; model: Model } | undefined> {
    const model = session.model.copy();
    try {
      return { checkpoint: await inTime('checkpoint()', session.sandbox.checkpoint()), model };
    } catch (error) {
      session.note(error);
      return undefined;
    }
  }

  async #lookInto(model: Model, make: () => Promise<Sandbox>): Promise<void> {
    const sandbox = await inTime('another sandbox', make());
    try {
      await new ModelledSession(sandbox, model, this.#random, this.report).check();
    } finally {
      await sandbox.close();
    }
  }
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
