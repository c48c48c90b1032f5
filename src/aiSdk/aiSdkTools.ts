import type { Approval, ApprovalRule } from '../sandbox/tools/approval.ts';
import type { Tool } from '../sandbox/tools/tool.ts';
import { type ForeignTool, fromForeignTools, type NameOptions } from '../tool/foreignTools.ts';
import { readFlexibleSchema, type SdkSchema } from './flexibleSchema.ts';

/** Options of a call that tools of the AI SDK get. */
interface CallOptions {
  toolCallId: string;
  /** None: the call comes from code, and not from a model. */
  messages: never[];
  abortSignal: AbortSignal;
  context: unknown;
}

/** A tool of the AI SDK: of `tool()`, of an MCP client, or any object of this form. */
export interface AiSdkFunction {
  description?: unknown;
  /** A schema of the SDK (`jsonSchema()`), or one of another library, such as Zod. */
  inputSchema?: unknown;
  outputSchema?: unknown;
  /** `true`, or a function that gives it, for tools that ask before they run. */
  needsApproval?: unknown;
  // Each tool has its own type of input.
  execute?: ((input: never, options: never) => unknown) | undefined;
}

/** Options of {@link aiSdkTools}. */
export interface AiSdkToolsOptions extends NameOptions {
  /** Whether calls need a person's approval, by the tool's name. @default 'ask' for tools with `needsApproval`, else 'always' */
  approve?: (name: string) => ApprovalRule;
  /**
   * The function `asSchema` of the package `ai`. Schemas of other libraries that give no JSON schema by themselves need it: those of Zod before
   * version 4.2, for example.
   * @default none
   */
  asSchema?: (schema: never) => SdkSchema;
  /** What tools get as `context`. @default {} */
  context?: unknown;
}

/**
 * Makes tools of the Vercel AI SDK callable from code: `sandbox.expose(await aiSdkTools(tools))`. Tools without `execute` are left out. A call
 * gives what `execute` returns, or the last of the outputs that it yields; what it throws is raised as a `ToolError`.
 *
 * @throws Error if a schema can't be read
 * @example
 * ```ts
 * import { jsonSchema, tool } from 'ai';
 * import { aiSdkTools } from 'glovebox/ai-sdk';
 *
 * const weather = tool({
 *   description: 'The weather in a city.',
 *   inputSchema: jsonSchema<{ city: string }>({ type: 'object', properties: { city: { type: 'string' } } }),
 *   execute: async ({ city }) => (await fetch(`/weather/${city}.json`)).json(),
 * });
 * sandbox.expose(await aiSdkTools({ weather }));
 * await sandbox.run('from tools import weather\nprint(weather("Oslo"))');
 * ```
 */
export async function aiSdkTools(
  tools: Readonly<Record<string, AiSdkFunction>>,
  options: AiSdkToolsOptions = {},
): Promise<Record<string, Tool>> {
  const callable = Object.entries(tools).filter(([, { execute }]) => typeof execute === 'function');
  return fromForeignTools(await Promise.all(callable.map(([name, tool]) => read(name, tool, options))), options);
}

async function read(name: string, tool: AiSdkFunction, options: AiSdkToolsOptions): Promise<ForeignTool> {
  const { context = {}, approve = () => ruleOf(tool, context), asSchema = (schema) => schema } = options;
  const readSchema = (schema: unknown) => readFlexibleSchema(schema && asSchema(schema as never));
  const input = await readSchema(tool.inputSchema);
  const described = typeof tool.description === 'function' ? tool.description({ context }) : tool.description;
  return {
    name,
    description: described,
    inputSchema: input.jsonSchema,
    ...(tool.outputSchema !== undefined && { outputSchema: (await readSchema(tool.outputSchema)).jsonSchema }),
    approve: approve(name),
    async execute(parameters, { signal }) {
      const call: CallOptions = { toolCallId: crypto.randomUUID(), messages: [], abortSignal: signal, context };
      const checked = await input.validate(parameters);
      return lastOf(await (tool as Callable).execute(checked, call), signal);
    },
  };
}

interface Callable {
  execute(input: unknown, options: CallOptions): unknown;
}

/** The rule for the calls of a tool, by what it says itself. */
export function ruleOf({ needsApproval }: AiSdkFunction, context: unknown): ApprovalRule | undefined {
  if (typeof needsApproval !== 'function') return needsApproval === true ? 'ask' : undefined;
  return async (parameters): Promise<Approval> => {
    const options = { toolCallId: crypto.randomUUID(), messages: [], context, experimental_context: context };
    return (await needsApproval(parameters, options)) ? 'ask' : 'always';
  };
}

/** The last output of a tool that yields several: those before it are preliminary. */
async function lastOf(output: unknown, signal: AbortSignal): Promise<unknown> {
  if (typeof output !== 'object' || output === null || !(Symbol.asyncIterator in output)) return output;
  let last: unknown;
  for await (const item of output as AsyncIterable<unknown>) {
    signal.throwIfAborted();
    last = item;
  }
  return last;
}
