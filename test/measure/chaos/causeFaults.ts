/** Has faults happen to real sandboxes, and looks whether anything was lost. */
import { Sandbox } from '../../../src/entries/index.ts';
import { cutDownload } from './downloadFaults.ts';
import { freeze } from './freezeFault.ts';
import { refuseQuota, removeFrame } from './keptFaults.ts';
import { Random } from './random.ts';
import { type Fault, type FaultCounts, newReport, type Plan, type Report } from './report.ts';
import { Scene } from './scene.ts';
import { HungError, type ModelledSession } from './session.ts';
import { closePort, killWorker } from './workerFaults.ts';

/** So many faults befall a session, then another takes its place. */
const FAULTS_EACH = 12;
/** Of two seeds that follow each other, no faults are the same. */
const SEED_STEP = 100_003;

/** What happens most often is tried most often. */
const WEIGHTS: Partial<Record<Fault, number>> = { worker: 5 };

/** What one and the same session goes through, fault after fault. */
const OF_A_SESSION: Partial<Record<Fault, (scene: Scene, session: ModelledSession) => Promise<void>>> = {
  worker: killWorker,
  port: closePort,
  download: cutDownload,
};
/** What takes a session, or more, of its own. */
const ALONE: Partial<Record<Fault, (scene: Scene) => Promise<void>>> = {
  quota: refuseQuota,
  freeze,
  frame: removeFrame,
};

export async function causeFaults(plan: Plan): Promise<Report> {
  const keeper = await Sandbox.create({ assets: `${plan.mirror}/${plan.engine}/` });
  const chaos = new Chaos(plan);
  while (chaos.report.kills < plan.kills) await chaos.causeOne();
  await chaos.end();
  await keeper.close();
  return chaos.report;
}

class Chaos {
  readonly report = newReport();
  readonly #plan: Plan;
  #session: ModelledSession | undefined;
  #faults = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  async causeOne(): Promise<void> {
    this.report.kills += 1;
    const random = new Random(this.#plan.seed * SEED_STEP + this.report.kills);
    const fault = random.pick(this.#plan.faults.flatMap((each) => Array<Fault>(WEIGHTS[each] ?? 1).fill(each)));
    const counts: FaultCounts = { caused: 1, lostSilently: 0, lostAndNamed: 0, hung: 0 };
    const scene = new Scene(this.#plan, random, this.report, counts);
    try {
      await (ALONE[fault]?.(scene) ?? this.#befall(scene, OF_A_SESSION[fault]));
    } catch (error) {
      if (error instanceof HungError) counts.hung += 1;
      this.report.failures.push(`${this.report.kills}, ${fault}: ${error}. Before that: ${this.#session?.latest}`);
      await this.end();
    }
    console.warn(`${this.report.kills} ${fault}: ${scene.chosen.join(', ')}; ${Math.round(performance.now())} ms`);
    this.#add(fault, counts);
  }

  async end(): Promise<void> {
    await this.#session?.sandbox.close();
    this.#session = undefined;
  }

  async #befall(scene: Scene, cause: (typeof OF_A_SESSION)[Fault]): Promise<void> {
    if (this.#faults % FAULTS_EACH === 0) await this.end();
    this.#faults += 1;
    this.#session ??= await scene.open();
    const session = this.#session;
    session.enter(scene.random, scene.counts);
    await session.work(scene.random.integer(0, 3));
    await cause?.(scene, session);
    await session.check();
  }

  #add(fault: Fault, counts: FaultCounts): void {
    const before = this.report.faults[fault];
    const keys = Object.keys(counts) as (keyof FaultCounts)[];
    this.report.faults[fault] = { ...counts };
    for (const key of keys) this.report.faults[fault][key] += before?.[key] ?? 0;
    this.report.lostSilently += counts.lostSilently;
    this.report.lostAndNamed += counts.lostAndNamed;
    this.report.hung += counts.hung;
  }
}
