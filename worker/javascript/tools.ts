import type { ToolDescription } from '../../src/protocol.ts';
import { searchTools } from './searchTools.ts';

/** A tool failed, or its arguments were not what it takes. */
export class ToolError extends Error {
  override readonly name: string = 'ToolError';
}

/** A call was refused, by the app or by its user. */
export class ToolRefusedError extends ToolError {
  override readonly name: string = 'ToolRefusedError';
}

type Call = (name: string, json: string) => Promise<string | undefined>;

/**
 * Makes the functions of the host callable: `await tools.name({parameter: value})`, or with the arguments in the order of the parameters.
 * `tools.search('words')` finds some of many.
 *
 * @param call takes and gives JSON text
 */
export function makeTools(descriptions: Record<string, ToolDescription>, call: Call): Record<string, unknown> {
  const tools = Object.entries(descriptions).map(([name, { parameters }]) => {
    const names = parameters.map((parameter) => parameter.name);
    const tool = async (...values: unknown[]): Promise<unknown> =>
      parse(await failing(call(name, toJson(name, values, names))));
    return [name, Object.defineProperty(tool, 'name', { value: name })];
  });
  const search = (query = '', limit = 10) => searchTools(descriptions, String(query), limit);
  const own = { ToolError, ToolRefusedError, [freeName('search', descriptions)]: search };
  return Object.fromEntries([...tools, ...Object.entries(own)]);
}

/** A tool of that name comes first. */
function freeName(name: string, taken: object): string {
  return Object.hasOwn(taken, name) ? freeName(`${name}_`, taken) : name;
}

function toJson(tool: string, values: unknown[], names: string[]): string {
  const [first] = values;
  if (values.length <= 1 && (first === undefined || isPlain(first))) return JSON.stringify(first ?? {});
  if (values.length > names.length) {
    throw new TypeError(`tools.${tool}() takes an object with its arguments by name, or ${names.length} arguments.`);
  }
  return JSON.stringify(Object.fromEntries(values.map((value, index) => [names[index], value])));
}

function isPlain(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object Object]';
}

function parse(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json);
}

async function failing<Value>(answer: Promise<Value>): Promise<Value> {
  try {
    return await answer;
  } catch (error) {
    const isRefused = error instanceof Error && error.name === 'ToolRefusedError';
    throw new (isRefused ? ToolRefusedError : ToolError)(error instanceof Error ? error.message : String(error));
  }
}
