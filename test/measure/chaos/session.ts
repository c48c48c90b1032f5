import { GloveboxError, Sandbox, type SandboxOptions, WorkerDiedError } from '../../../src/entries/index.ts';
import { Model, type Traces } from './model.ts';
import type { Random } from './random.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const NO_TRACES: Traces = { variables: {}, files: {} };
/** Milliseconds for runs that are not meant to take any. */
const TIMEOUT = 3_000;
const MAX_TOLD = 10;
const MAX_IDLENESS = 400;
/** Milliseconds after which something hangs: the longest that the sandbox itself waits for a worker are the 60 s for wheels. */
const PATIENCE = 120_000;
/** What a session holds, found out by Python. */
const LOOK = `
import json as _json, os as _os
print(_json.dumps({
    "variables": {name: globals()[name] for name in ${JSON.stringify(NAMES)} if name in globals()},
    "files": {name: open(name).read() for name in sorted(_os.listdir())},
}))
`;

/** Runs were gone, and nobody was told. */
export class LostError extends Error {
  override readonly name = 'LostError';
}

/** Something did not come to an end. */
export class HungError extends Error {
  override readonly name = 'HungError';
}

export interface Counts {
  /** Runs that were gone, and that the session said were lost. */
  lostAndNamed: number;
  /** Runs that were gone, with nothing said. */
  lostSilently: number;
}

type RunOptions = Parameters<Sandbox['run']>[1];

/** A sandbox and a model of what it must hold. */
export class ModelledSession {
  readonly sandbox: Sandbox;
  /** Each fault has its own: how long the one before took decides nothing. */
  #random: Random;
  #counts: Counts;
  model: Model;
  /** Milliseconds that each run gets, unless it says otherwise. */
  timeout = TIMEOUT;
  /** What the sandbox threw, each as a text. */
  readonly errors: string[] = [];
  #values = 0;
  /** What became of the latest runs, to find out what went wrong. */
  readonly #latest: string[] = [];

  static async create(
    options: SandboxOptions,
    random: Random,
    counts: Counts,
    model = new Model(),
  ): Promise<ModelledSession> {
    return new ModelledSession(await inTime('a new sandbox', Sandbox.create(options)), model, random, counts);
  }

  constructor(sandbox: Sandbox, model: Model, random: Random, counts: Counts) {
    this.sandbox = sandbox;
    this.model = model;
    this.#random = random;
    this.#counts = counts;
  }

  /** Another fault begins. */
  enter(random: Random, counts: Counts): void {
    this.#random = random;
    this.#counts = counts;
  }

  /** Some runs that leave something, with moments in between in which nothing happens. */
  async work(runs: number): Promise<void> {
    for (let run = 0; run < runs; run += 1) {
      await this.leaveSomething('');
      await this.idle();
    }
  }

  idle(): Promise<void> {
    const time = this.#random.integer(0, MAX_IDLENESS);
    return new Promise((resolve) => setTimeout(resolve, time));
  }

  /** Runs code that is to end its worker, and so leaves nothing. */
  async die(code: string, options: RunOptions): Promise<void> {
    await this.run(`doomed = True\n${code}`, NO_TRACES, options);
  }

  /**
   * Runs code that leaves something, and then `code`.
   *
   * @returns whether the run was completed
   */
  async leaveSomething(code: string): Promise<boolean> {
    const traces = this.#newTraces();
    const variables = Object.entries(traces.variables).map(([name, value]) => `${name} = ${value}`);
    const files = Object.entries(traces.files).map(
      ([name, text]) => `with open("${name}", "w") as _file: _file.write("${text}")`,
    );
    return (await this.run([...variables, ...files, code, 'print("completed")'].join('\n'), traces)) === 'completed\n';
  }

  /** @param timeout in ms, of each run of the work: how long a run takes on a busy machine decides nothing */
  async withTimeout<Value>(timeout: number, work: () => Promise<Value>): Promise<Value> {
    const before = this.timeout;
    this.timeout = timeout;
    try {
      return await work();
    } finally {
      this.timeout = before;
    }
  }

  get latest(): string {
    return this.#latest.slice(-MAX_TOLD).join('; ');
  }

  /** Finds out whether all is there that should be. */
  async check(): Promise<void> {
    const found = await this.look();
    if (!found) throw new HungError('The session does not come to itself.');
    const lost = this.model.settle(found);
    this.#counts.lostSilently += lost;
    if (lost > 0) throw new LostError(`${lost} runs were lost silently after ${this.latest}`);
  }

  /** What is there; nothing where the session did not say so, three times. */
  async look(): Promise<Traces | undefined> {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const output = await this.run(LOOK, NO_TRACES);
      // What comes after is the last that is heard of a worker that dies late.
      const [line = ''] = output?.split('\n') ?? [];
      if (line.startsWith('{')) return JSON.parse(line);
    }
    return undefined;
  }

  /** @returns what the code wrote; nothing where the run was rejected, or died: what it saw then is not what the session went on from */
  async run(code: string, traces: Traces, options: RunOptions = {}): Promise<string | undefined> {
    try {
      const result = await inTime('a run', this.sandbox.run(code, { timeout: this.timeout, ...options }));
      this.#lose(result.recovery?.lostRuns ?? []);
      if (!result.recovery?.undone) this.model.complete(result.run, traces);
      const { run, status, recovery } = result;
      this.#latest.push(JSON.stringify({ run, status, recovery, traces }));
      return result.recovery?.undone ? undefined : result.stdout;
    } catch (error) {
      this.note(error);
      return undefined;
    }
  }

  /** Takes an error of the sandbox, or of a signal, for what it says about the session; others are thrown. */
  note(error: unknown): void {
    if (!GloveboxError.is(error) && !(error instanceof DOMException)) throw error;
    this.#latest.push(String(error));
    this.errors.push(String(error));
    if (error instanceof WorkerDiedError) this.#lose(error.lostRuns);
  }

  #lose(runs: readonly number[]): void {
    this.#counts.lostAndNamed += this.model.lose(runs);
  }

  #newTraces(): Traces {
    this.#values += 1;
    const value = this.#values;
    return {
      variables: { [this.#random.pick(NAMES)]: value, [this.#random.pick(NAMES)]: value },
      files: this.#random.chance(0.5) ? { [`${this.#random.pick(NAMES)}.txt`]: `${value}` } : {},
    };
  }
}

/** @throws HungError */
export async function inTime<Value>(what: string, waited: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HungError(`Nothing came of ${what} for ${PATIENCE / 1000} s.`)), PATIENCE);
  });
  try {
    return await Promise.race([waited, late]);
  } finally {
    clearTimeout(timer);
  }
}
