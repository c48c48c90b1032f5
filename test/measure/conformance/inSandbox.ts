/** Runs programs in the sandbox, each in a session of its own. */
import { Sandbox } from '../../../src/entries/index.ts';
import type { Outcome, Program } from './program.ts';

/** Milliseconds that a program gets. */
const TIMEOUT = 60_000;

export class Programs {
  #sandbox: Sandbox | undefined;

  async run({ code, stdin = '', files = {} }: Program): Promise<Outcome> {
    if (this.#sandbox) await this.#sandbox.reset();
    this.#sandbox ??= await Sandbox.create({ assets: '/pyodide/' });
    for (const [path, contents] of Object.entries(files)) await this.#sandbox.files.write(path, contents);
    const lines = stdin === '' ? [] : stdin.replace(/\n$/, '').split('\n');
    let stdout = '';
    const { status, error } = await this.#sandbox.run(code, {
      timeout: TIMEOUT,
      onOutput: (chunk) => {
        if (chunk.stream === 'stdout') stdout += chunk.text;
      },
      onInput: (prompt) => {
        // CPython writes it where the terminal would.
        stdout += prompt;
        return lines.shift() ?? null;
      },
    });
    const name = status === 'timeout' ? 'timeout' : error?.type;
    return { stdout, ...(name !== undefined && { error: name }) };
  }

  get python(): string {
    return this.#sandbox?.pythonVersion ?? '';
  }
}
