import type {
  AutomaticFunctionCallingConfig,
  CallableTool,
  FunctionCall,
  FunctionDeclaration,
  Part,
  Schema,
  Tool,
  ToolUnion,
} from '@google/genai';
import { errorMessage } from '../../errors.ts';
import { toPythonName } from '../../sandbox/tools/pythonNames.ts';
import type { Tool as SandboxTool } from '../../sandbox/tools/tool.ts';
import type { LocalPythonOptions } from '../options.ts';

/** Whether a tool brings its functions, and not only their declarations. The SDK tells them apart in the same way. */
export function isCallable(tool: ToolUnion): tool is CallableTool {
  return 'callTool' in tool;
}

/** The application's functions in a request: those that are called here, and those that the application calls itself. */
export class Callables {
  /** The declarations of the tools that bring their functions. */
  readonly tools: readonly Tool[];
  /** The names of all functions. */
  readonly names: ReadonlySet<string>;
  readonly #byName: Map<string, CallableTool>;
  /** Whether the model has functions whose declarations are not known here. */
  readonly #hasOthers: boolean;

  /**
   * @param setting with which the application may keep all calls to itself; the SDK reads it in the same way
   * @param hasCache whether a cache may have further functions
   */
  static async read(
    tools: readonly ToolUnion[],
    setting?: AutomaticFunctionCallingConfig,
    hasCache = false,
  ): Promise<Callables> {
    const callables = tools.filter(isCallable);
    const declared = await Promise.all(callables.map((callable) => callable.tool()));
    const byName = declared.flatMap((tool, index) =>
      declarationsIn([tool]).map(({ name = '' }) => [name, callables[index]] as [string, CallableTool]),
    );
    // Google declares the functions of computer use.
    const hasOthers = hasCache || tools.some((tool) => 'computerUse' in tool && tool.computerUse !== undefined);
    return new Callables(tools, declared, new Map(isAutomatic(setting) ? byName : []), hasOthers);
  }

  private constructor(
    all: readonly ToolUnion[],
    tools: readonly Tool[],
    byName: Map<string, CallableTool>,
    hasOthers: boolean,
  ) {
    this.tools = tools;
    this.names = new Set(declarationsIn([...all, ...tools]).map(({ name = '' }) => name));
    this.#byName = byName;
    this.#hasOthers = hasOthers;
  }

  /** Whether a call is to a function that the model was offered. */
  isOffered({ name = '' }: FunctionCall): boolean {
    return this.#hasOthers || this.names.has(name);
  }

  has({ name = '' }: FunctionCall): boolean {
    return this.#byName.has(name);
  }

  /** The functions as tools for Python. Calls are made in the same way as the model's. */
  get forPython(): Record<string, SandboxTool> {
    const called = declarationsIn(this.tools).filter((declaration) => this.has(declaration));
    const tools = new Map<string, SandboxTool>();
    for (const declaration of called) {
      const { name = '', description = '' } = declaration;
      const execute = async (args: Record<string, unknown>) => resultOf(await this.call({ name, args }));
      // The API's names may have dots and dashes.
      tools.set(toPythonName(name, tools), { description, parameters: jsonSchemaOf(declaration), execute });
    }
    return Object.fromEntries(tools);
  }

  /** Calls a function. The model gets its error, if it throws. @returns the response, and further parts of the tool */
  async call(call: FunctionCall): Promise<Part[]> {
    const callable = this.#byName.get(call.name ?? '');
    try {
      const parts = (await callable?.callTool([call])) ?? [];
      if (parts.some(({ functionResponse }) => functionResponse)) return parts.map((part) => withIdOf(call, part));
      return [respond(call, { error: 'The tool gave no response.' }), ...parts];
    } catch (error) {
      return [respond(call, { error: errorMessage(error) })];
    }
  }
}

/** Makes the response to a call of a function that the model was not offered. */
export function refuseCall(call: FunctionCall, offered: readonly string[]): Part {
  return respond(call, { error: `There is no function ${call.name}. There are: ${offered.join(', ')}.` });
}

/** Whether functions are called automatically. @see `shouldDisableAfc` in the SDK */
export function isAutomatic({ disable, maximumRemoteCalls }: AutomaticFunctionCallingConfig = {}): boolean {
  const isAllowed =
    maximumRemoteCalls === undefined || (Number.isInteger(maximumRemoteCalls) && maximumRemoteCalls > 0);
  return !disable && isAllowed;
}

export function declarationsIn(tools: readonly ToolUnion[]): FunctionDeclaration[] {
  return tools.flatMap((tool) => ('functionDeclarations' in tool ? (tool.functionDeclarations ?? []) : []));
}

function withIdOf({ id, name = '' }: FunctionCall, part: Part): Part {
  if (!part.functionResponse) return part;
  return { ...part, functionResponse: { ...(id !== undefined && { id }), name, ...part.functionResponse } };
}

function respond({ id, name = '' }: FunctionCall, response: Record<string, unknown>): Part {
  return { functionResponse: { ...(id !== undefined && { id }), name, response } };
}

/** Reads the result of a function, for Python. The API gives the keys `output` and `error` a meaning. */
function resultOf(parts: Part[]): unknown {
  const response = parts.find(({ functionResponse }) => functionResponse)?.functionResponse?.response ?? {};
  const { error } = response;
  if (error !== undefined && error !== null) throw new Error(messageIn(error));
  return 'output' in response ? response.output : response;
}

/** The SDK gives an MCP server's result with `isError` as the error. @see https://modelcontextprotocol.io/specification (tool result) */
function messageIn(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { message, content } = error as { message?: unknown; content?: unknown };
  if (typeof message === 'string') return message;
  const texts = Array.isArray(content) ? content.flatMap((block) => (block as Part | null)?.text ?? []) : [];
  return texts.length > 0 ? texts.join('\n') : JSON.stringify(error);
}

function jsonSchemaOf({ parametersJsonSchema, parameters }: FunctionDeclaration): Record<string, unknown> {
  return (parametersJsonSchema as Record<string, unknown> | undefined) ?? (parameters ? fromOpenApi(parameters) : {});
}

/** The API's own schemas follow OpenAPI 3.0, with types in capitals. @see https://ai.google.dev/api/caching#Schema */
function fromOpenApi({
  type,
  properties,
  items,
  anyOf,
  nullable,
  propertyOrdering,
  ...rest
}: Schema): Record<string, unknown> {
  const names = propertyOrdering ?? Object.keys(properties ?? {});
  const single = type?.toLowerCase();
  return {
    ...rest,
    ...(single && { type: nullable ? [single, 'null'] : single }),
    ...(properties && {
      properties: Object.fromEntries(names.map((name) => [name, fromOpenApi(properties[name] ?? {})])),
    }),
    ...(items && { items: fromOpenApi(items) }),
    ...(anyOf && { anyOf: anyOf.map(fromOpenApi) }),
  };
}

/** The application's functions that Python can call in an answer, besides those of the sandbox. */
export function toolsForPython(
  { tools, toolsFromPython }: Pick<LocalPythonOptions, 'tools' | 'toolsFromPython'>,
  callables: Callables,
): Record<string, SandboxTool> {
  return { ...tools, ...(toolsFromPython && callables.forPython) };
}
