import { abortable, whenAborted } from '../async/abort.ts';
import { InvalidOptionError } from '../errors.ts';
import type { HostAnswer, ToolDescription } from '../protocol.ts';
import { parseUntrustedJson } from '../text/parseJson.ts';
import { withShortUniqueLists } from './toolSchema.ts';

/** A function of the page that code may call. Python imports it: `from tools import name`. */
export interface Tool extends ToolDescription {
  /**
   * A JSON schema of an object, with one property for each parameter, in the order in which Python takes them. Arguments are checked
   * against it before the call; `{}` takes any. A list with `uniqueItems` takes at most 1,000 items.
   *
   * @see https://json-schema.org/draft/2020-12/json-schema-validation
   */
  parameters: Record<string, unknown>;
  /**
   * Called with the arguments by name. The value that it returns, or resolves to, goes to the code as JSON; an error that it throws is
   * raised there as `ToolError`, with its message. `signal` aborts when the run ends or the call takes too long. Any code in the sandbox may
   * call it, as often as {@link ToolLimits} allow.
   */
  execute: (parameters: Record<string, unknown>, options: { signal: AbortSignal }) => unknown;
}

/** Limits for the calls of tools. A call beyond them raises a `ToolError` in the code; the run goes on. */
export interface ToolLimits {
  /** Calls in one run. @default 10000 */
  calls: number;
  /** Characters of JSON of the arguments of one call. @default 1048576 (1 MiB) */
  argumentLength: number;
  /** Characters of JSON of the result of one call. @default 8388608 (8 MiB) */
  resultLength: number;
  /** Milliseconds of one call. @default 30000 */
  time: number;
}

const DEFAULT_LIMITS: ToolLimits = {
  calls: 10_000,
  argumentLength: 1024 ** 2,
  resultLength: 8 * 1024 ** 2,
  time: 30_000,
};

const NAME = /^[A-Za-z_]\w{0,63}$/;

/** The tools of a sandbox, in a map, so that no name reaches a prototype. */
export class ToolTable {
  readonly #tools = new Map<string, Tool>();
  readonly #limits: ToolLimits;
  #version = 0;

  constructor(limits: Partial<ToolLimits> = {}) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
  }

  /** Counts up with each change; 0 if there has never been a tool. */
  get version(): number {
    return this.#version;
  }

  /**
   * @returns a function that takes them away again, and brings back those that they have replaced
   * @throws InvalidOptionError if Python can't import a tool by its name, or it has no function `execute`
   */
  add(tools: Record<string, Tool>): () => void {
    const replaced = new Map(this.#tools);
    for (const [name, tool] of Object.entries(tools)) {
      if (!NAME.test(name)) {
        throw new InvalidOptionError(
          `A tool's name is letters, digits and underscores, as in Python, not ${JSON.stringify(name)}.`,
        );
      }
      if (typeof tool.execute !== 'function') throw new InvalidOptionError(`The tool ${name} has no function execute.`);
      this.#tools.set(name, tool);
      this.#version += 1;
    }
    return () => this.#takeBack(tools, replaced);
  }

  /** Takes over the tools of another table. */
  adopt(other: ToolTable): void {
    this.add(Object.fromEntries(other.#tools));
  }

  /** Describes the tools, for Python. */
  describe(): Record<string, ToolDescription> {
    const described = [...this.#tools].map(([name, { description, parameters }]) => [
      name,
      { description, parameters },
    ]);
    return Object.fromEntries(described);
  }

  /** Gives the function that calls tools for one run. It counts, sizes and times the calls. */
  forRun(signal: AbortSignal): (name: string, json: string) => Promise<HostAnswer> {
    let calls = 0;
    return async (name, json) => {
      calls += 1;
      try {
        if (calls > this.#limits.calls) throw new Error(`More than ${this.#limits.calls} calls of tools in one run.`);
        return { value: await this.#call(name, json, signal) };
      } catch (error) {
        return { error: error instanceof Error ? error.message : String(error) };
      }
    };
  }

  #takeBack(tools: Record<string, Tool>, replaced: ReadonlyMap<string, Tool>): void {
    this.#version += 1;
    for (const [name, tool] of Object.entries(tools)) {
      // A tool of that name that was added since stays.
      if (this.#tools.get(name) !== tool) continue;
      const before = replaced.get(name);
      if (before) this.#tools.set(name, before);
      else this.#tools.delete(name);
    }
  }

  async #call(name: string, json: string, runSignal: AbortSignal): Promise<string> {
    const tool = this.#tools.get(name);
    if (!tool) throw new Error(`There is no tool ${name}.`);
    const parameters = await readArguments(tool, json, this.#limits.argumentLength);
    const result = await within(this.#limits.time, runSignal, name, (signal) => tool.execute(parameters, { signal }));
    const text = JSON.stringify(result ?? null);
    if (text === undefined) throw new Error(`The tool ${name} returned something that is not JSON.`);
    if (text.length > this.#limits.resultLength) {
      throw new Error(`The tool ${name} returned ${text.length} characters; ${this.#limits.resultLength} are allowed.`);
    }
    return text;
  }
}

async function readArguments(
  { parameters: schema }: Tool,
  json: string,
  limit: number,
): Promise<Record<string, unknown>> {
  if (json.length > limit) throw new Error(`The arguments have ${json.length} characters; ${limit} are allowed.`);
  const value: unknown = parseUntrustedJson(json);
  // A validator that compiles schemas to code would not run under a strict policy.
  const { Validator } = await import('@cfworker/json-schema');
  const { valid, errors } = new Validator({
    type: 'object',
    ...(withShortUniqueLists(schema) as typeof schema),
  }).validate(value);
  if (valid) return value as Record<string, unknown>;
  // The last error is the one closest to the value that is wrong.
  const worst = errors.at(-1);
  throw new Error(`The arguments do not fit: ${worst?.instanceLocation ?? '#'}: ${worst?.error ?? 'not valid'}`);
}

/** Settles as `work` does, or rejects when the time is up or the run ends; then it aborts the signal of `work`. */
async function within(
  milliseconds: number,
  runSignal: AbortSignal,
  name: string,
  work: (signal: AbortSignal) => unknown,
): Promise<unknown> {
  const ended = new AbortController();
  const timer = setTimeout(
    () => ended.abort(new Error(`The tool ${name} took longer than ${milliseconds / 1000} s.`)),
    milliseconds,
  );
  const cancel = whenAborted(runSignal, () => ended.abort(new Error(`The run that called ${name} has ended.`)));
  try {
    return await abortable(Promise.resolve(work(ended.signal)), ended.signal);
  } finally {
    clearTimeout(timer);
    cancel();
  }
}
