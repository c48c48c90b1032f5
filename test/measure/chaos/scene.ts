import { type Checkpoint, Sandbox, type SandboxOptions } from '../../../src/entries/index.ts';
import type { Model } from './model.ts';
import type { Outside } from './outside.ts';
import type { Random } from './random.ts';
import { count, type FaultCounts, type Plan, type Report } from './report.ts';
import { inTime, ModelledSession } from './session.ts';

declare global {
  /** What happens to the page from outside. */
  var outside: (what: keyof Outside, number: number) => Promise<void>;
}

/** Milliseconds after which something comes that comes while something else goes on. */
const MAX_DELAY = 60;
/** Megabytes that a session may hold. */
const SIZES: readonly number[] = [0, 20, 80];

/** What a session may hold of real packages, if it has them. The last leaves a figure with a formula to be drawn at the end of the run. */
const REAL_HOLDINGS: readonly string[] = [
  'import numpy as np\nholding = np.arange(1_000_000).reshape(1000, 1000)',
  'import pandas as pd\nholding = pd.DataFrame({"a": range(1000), "b": list("ab") * 500}).groupby("b").sum()',
  'import matplotlib.pyplot as plt\nplt.plot([1, 4, 9])\nplt.title(r"$x^2$");',
];
/** Milliseconds for a run that imports a real package. */
export const IMPORT_TIMEOUT = 100_000;

/** One fault, and what there is to cause it with. */
export class Scene {
  readonly plan: Plan;
  readonly random: Random;
  readonly report: Report;
  readonly counts: FaultCounts;
  /** A name for it, such as that of a session to be kept. */
  readonly name: string;
  /** When and how it came. */
  readonly chosen: string[] = [];

  constructor(plan: Plan, random: Random, report: Report, counts: FaultCounts) {
    this.plan = plan;
    this.random = random;
    this.report = report;
    this.counts = counts;
    this.name = `chaos-${plan.seed}-${report.kills}`;
  }

  /** Options of a sandbox that shares its engine with the others, at an address of its own for packages: they have to be loaded again. */
  options(): SandboxOptions {
    // Slow, so that there is time for something to happen.
    const folder = this.random.pick(['distribution', 'slow']);
    return {
      assets: `${this.plan.mirror}/${this.plan.engine}/`,
      distributionUrl: `${this.plan.mirror}/as/${this.name}/${folder}/`,
      onProgress: (progress) => {
        if (progress.step === 'snapshot-refused') count(this.report.refusals, progress.reason);
      },
    };
  }

  /** A session that is this scene's alone, of some size: larger ones take more time to capture. */
  async open(options: SandboxOptions = this.options(), sizes = SIZES): Promise<ModelledSession> {
    const session = await ModelledSession.create(options, this.random, this.counts);
    await session.leaveSomething(`heap = bytearray(b"x") * ${this.random.pick(sizes) * 1_000_000}`);
    if (this.plan.hasRealPackages) await this.#holdRealPackage(session);
    await session.work(this.random.integer(0, 2));
    return session;
  }

  async #holdRealPackage(session: ModelledSession): Promise<void> {
    await session.withTimeout(IMPORT_TIMEOUT, () => session.leaveSomething(this.random.pick(REAL_HOLDINGS)));
  }

  delay(): number {
    return this.random.integer(0, MAX_DELAY);
  }

  later(): Promise<void> {
    return sleep(this.delay());
  }

  choose<Name extends string>(kind: 'moments' | 'ways', names: readonly Name[]): Name {
    const name = this.random.pick(names);
    count(this.report[kind], name);
    this.chosen.push(name);
    return name;
  }

  /** Looks into another sandbox that should hold this. */
  async lookInto(model: Model, make: () => Promise<Sandbox>): Promise<void> {
    const sandbox = await inTime('another sandbox', make());
    try {
      await new ModelledSession(sandbox, model, this.random, this.counts).check();
    } finally {
      await sandbox.close();
    }
  }
}

/** What a session is asked while something happens to it. `strike` has that happen soon after it, and tells whether the session still lives. */
export type Operation = (scene: Scene, session: ModelledSession, strike: () => Promise<boolean>) => Promise<void>;

export const OPERATIONS = {
  async boot(scene, session, strike) {
    const taken = await checkpoint(session);
    if (!taken) return;
    await strike();
    const create = () => Sandbox.create({ ...scene.options(), from: taken.checkpoint });
    await scene.lookInto(taken.model, create).catch((error) => session.note(error));
    taken.checkpoint.release();
  },
  async packages(scene, session, strike) {
    await strike();
    await session.leaveSomething(`import ${scene.random.pick(['greetings', 'drawing', 'heavy', 'pandas'])}`);
  },
  async idle(_, session, strike) {
    await strike();
    await session.idle();
  },
  async checkpoint(scene, session, strike) {
    await strike();
    const taken = await checkpoint(session);
    if (!taken) return;
    const create = () => Sandbox.create({ ...scene.options(), from: taken.checkpoint });
    await scene.lookInto(taken.model, create).catch((error) => session.note(error));
    taken.checkpoint.release();
  },
  async restore(scene, session, strike) {
    const taken = await checkpoint(session);
    if (!taken) return;
    await session.work(scene.random.integer(0, 2));
    await strike();
    try {
      await inTime('restore()', session.sandbox.restore(taken.checkpoint));
      session.model = taken.model;
    } catch (error) {
      session.note(error);
    }
    taken.checkpoint.release();
  },
  async fork(scene, session, strike) {
    await strike();
    const model = session.model.copy();
    await scene.lookInto(model, () => session.sandbox.fork()).catch((error) => session.note(error));
  },
  async rewind(_, session, strike) {
    if (!(await strike())) return;
    const before = session.model.copy();
    before.removeLatest();
    try {
      await inTime('rewind()', session.sandbox.rewind());
      session.model = before;
    } catch (error) {
      session.note(error);
    }
  },
} satisfies Record<string, Operation>;

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

export async function checkpoint(
  session: ModelledSession,
): Promise<{ checkpoint: Checkpoint; model: Model } | undefined> {
  const model = session.model.copy();
  try {
    return { checkpoint: await inTime('checkpoint()', session.sandbox.checkpoint()), model };
  } catch (error) {
    session.note(error);
    return undefined;
  }
}
