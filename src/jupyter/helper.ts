import type { KernelConnection } from './connection.ts';
import { execute } from './execute.ts';
import source from './helper.py?raw';
import { readAnswer, readExpression, readUserExpressions } from './wire/contents.ts';
import { randomId } from './wire/message.ts';

/** A call that failed in the kernel, with Python's reason. */
export class HelperError extends Error {}

/** Calls the functions of `helper.py` in a kernel, between the user's runs, and without a trace in their variables. */
export class KernelHelper {
  readonly #connection: KernelConnection;
  /** Of its own for each client: several may share a kernel. */
  readonly #module = `_glovebox_${randomId()}`;
  readonly #onMissing: () => void;
  #isInstalled = false;

  /** @param onMissing called if the module is gone: somebody restarted the kernel */
  constructor(connection: KernelConnection, onMissing: () => void) {
    this.#connection = connection;
    this.#onMissing = onMissing;
  }

  /** Forgets that the module was installed, in a kernel that was restarted. */
  forget(): void {
    this.#isInstalled = false;
  }

  /**
   * @param read checks the result
   * @throws HelperError with Python's reason
   */
  async call<Value>(name: string, parameters: object, read: (data: unknown) => Value): Promise<Value> {
    // JSON text is also a literal of Python.
    const code = `__import__('sys').modules[${literal(this.#module)}].call(${literal(name)}, ${literal(JSON.stringify(parameters))})`;
    let result = this.#isInstalled ? await this.#evaluate(code) : undefined;
    if (result?.status === 'error' && result.ename === 'KeyError') this.#onMissing();
    if (result?.status !== 'ok') {
      await this.#install();
      result = await this.#evaluate(code);
    }
    if (result.status === 'error') throw new HelperError(`${result.ename}: ${result.evalue}`);
    const answer = readAnswer(result.data['application/json']);
    if ('error' in answer) throw new HelperError(answer.error);
    return read(answer.value);
  }

  async #install(): Promise<void> {
    const module = `__import__('types').ModuleType(${literal(this.#module)})`;
    const namespace = `__import__('sys').modules.setdefault(${literal(this.#module)}, ${module}).__dict__`;
    const result = await this.#evaluate(`exec(${literal(source)}, ${namespace})`);
    if (result.status === 'error') throw new HelperError(`${result.ename}: ${result.evalue}`);
    this.#isInstalled = true;
  }

  /** Evaluates an expression in a silent request, which counts as no run. */
  async #evaluate(code: string): Promise<ReturnType<typeof readExpression>> {
    const content = {
      code: '',
      silent: true,
      store_history: false,
      user_expressions: { answer: code },
      allow_stdin: false,
    };
    const reply = await execute(this.#connection, content, { isSilent: true });
    return readExpression(readUserExpressions(reply).answer);
  }
}

function literal(text: string): string {
  return JSON.stringify(text);
}
