/** Uses a sandbox for a long time, in all the ways in which it can be used. */
import { Sandbox, type SandboxOptions } from '../../../src/entries/index.ts';

/** Runs between two uses of something larger than a run. */
const RUNS_EACH = 25;
/** So that as many states are kept early on as will ever be: 64 MiB hold two. */
const OPTIONS: SandboxOptions = { assets: '/pyodide/', checkpointMemory: 64 * 1024 ** 2 };
/** States with the real packages are larger. */
const REAL_CHECKPOINT_MEMORY = 256 * 1024 ** 2;
/** Milliseconds for runs that import a real package. */
const PATIENT = { timeout: 100_000 };

/** What Python itself counts: its objects, and the objects of JavaScript that it holds. */
const COUNT = `
import gc as _gc, pyodide_js as _engine
_ = _gc.collect()
print(len(_gc.get_objects()), _engine._module._hiwire_num_refs())
`;

type Use = (sandbox: Sandbox, number: number, options: SandboxOptions) => Promise<unknown>;

/** What code does, run after run. */
const RUNS: Use[] = [
  (sandbox, number) => sandbox.run(`value = ${number}\nprint(value)`),
  (sandbox) => sandbox.run('raise ValueError("as one does")'),
  (sandbox) => sandbox.run('[[n] * 10 for n in range(1000)][-1]'),
  (sandbox, number) => sandbox.run(`open("file.txt", "w").write("${number}");`),
  (sandbox) => sandbox.run('from tools import twice\ntwice(21)'),
  (sandbox) => sandbox.run('print(input("?"))', { onInput: () => 'answer' }),
  (sandbox) => sandbox.run('import asyncio\nawait asyncio.sleep(0)', { onOutput: () => {}, onDisplay: () => {} }),
  (sandbox) => sandbox.run('while True: pass', { timeout: 5 }),
  (sandbox) => sandbox.run('while True: pass', { signal: AbortSignal.timeout(5) }).catch(() => {}),
  (sandbox, number) => sandbox.run(`let value = ${number}; console.log(value)`, { language: 'javascript' }),
  (sandbox, number) =>
    sandbox.run(`class Thing:\n    number = ${number}\n    def me(self): return self\nthing = Thing()`),
];

const REAL_RUNS: Use[] = [
  (sandbox, number) => sandbox.run(`import numpy as np\narray = np.full((100, 100), ${number})\narray.sum()`, PATIENT),
  (sandbox) => sandbox.run('import pandas as pd\npd.DataFrame({"a": range(9)}).describe()', PATIENT),
  // Drawn at the end of the run, by a parser that keeps its errors.
  (sandbox, number) =>
    sandbox.run(`import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title(r"$x^{${number}}$");`, PATIENT),
];

/** What is done between runs. */
const BETWEEN: Use[] = [
  async (_sandbox, _number, options) => (await Sandbox.create(options)).close(),
  async (sandbox) => (await sandbox.checkpoint()).release(),
  async (sandbox) => (await sandbox.fork()).close(),
  async (sandbox) => {
    await sandbox.files.write('sent.txt', 'x'.repeat(100_000));
    await sandbox.files.read('sent.txt');
    await sandbox.files.remove('sent.txt');
  },
  async (sandbox) => {
    using checkpoint = await sandbox.checkpoint();
    await sandbox.restore(checkpoint);
  },
  (sandbox) => sandbox.run('import posix\nposix._exit(1)'),
];

/** What one page does for as long as it is asked to. */
export class Rounds {
  readonly #options: SandboxOptions;
  readonly #uses: readonly Use[];
  #sandbox: Sandbox | undefined;
  #runs = 0;

  /** @param engine where one with numpy, pandas and matplotlib is, if there is one */
  constructor(engine: string | undefined) {
    this.#options =
      engine === undefined
        ? OPTIONS
        : { assets: engine, packages: 'vendored', checkpointMemory: REAL_CHECKPOINT_MEMORY };
    this.#uses = engine === undefined ? RUNS : [...RUNS, ...REAL_RUNS];
  }

  /** @param count how many more runs there are to be */
  async go(count: number): Promise<void> {
    this.#sandbox ??= await open(this.#options);
    for (const end = this.#runs + count; this.#runs < end; ) {
      await this.#use(this.#uses, this.#runs, this.#sandbox);
      this.#runs += 1;
      if (this.#runs % RUNS_EACH === 0) await this.#use(BETWEEN, this.#runs / RUNS_EACH, this.#sandbox);
    }
  }

  /** Counts once nothing goes on any more. */
  async count() {
    const counted = await this.#sandbox?.run(COUNT);
    // Nothing is on its way to be kept, or to wait for its use.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const [objects = Number.NaN, handles = Number.NaN] = counted?.stdout.split(' ').map(Number) ?? [];
    const frames = document.querySelectorAll('iframe').length;
    return { objects, handles, frames, wasm: this.#sandbox?.memory ?? Number.NaN };
  }

  #use(uses: readonly Use[], number: number, sandbox: Sandbox): Promise<unknown> | undefined {
    return uses[number % uses.length]?.(sandbox, number, this.#options);
  }
}

async function open(options: SandboxOptions): Promise<Sandbox> {
  const sandbox = await Sandbox.create(options);
  const parameters = { type: 'object', properties: { n: { type: 'number' } } };
  sandbox.expose({ twice: { description: 'Doubles.', parameters, execute: ({ n }) => Number(n) * 2 } });
  return sandbox;
}
