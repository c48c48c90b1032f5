import type { ToolDescription } from '../../src/protocol.ts';

/** A tool failed, or its arguments were not what it takes. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}

type Call = (name: string, json: string) => Promise<string | undefined>;

/**
 * Makes the functions of the host callable: `await tools.name({parameter: value})`, or with the arguments in the order of the parameters.
 *
 * @param call takes and gives JSON text
 */
export function makeTools(descriptions: Record<string, ToolDescription>, call: Call): Record<string, unknown> {
  const tools = Object.entries(descriptions).map(([name, { parameters }]) => {
    const names = namesOf(parameters);
    const tool = async (...values: unknown[]): Promise<unknown> =>
      parse(await failing(call(name, toJson(name, values, names))));
    return [name, Object.defineProperty(tool, 'name', { value: name })];
  });
  return Object.fromEntries([...tools, ['ToolError', ToolError]]);
}

function namesOf(parameters: unknown): string[] {
  const { properties } = (parameters ?? {}) as { properties?: object };
  return Object.keys(properties ?? {});
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
    throw new ToolError(error instanceof Error ? error.message : String(error));
  }
}
