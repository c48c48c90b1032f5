import { InvalidOptionError } from '../../errors.ts';
import { toPythonName } from '../../sandbox/tools/pythonNames.ts';
import type { Tool as SandboxTool } from '../../sandbox/tools/tool.ts';
import { isJsonObject, parseJson } from '../../text/parseJson.ts';
import { isCodeExecution } from '../codeExecution.ts';
import { type Block, blocksOf, textOf } from '../wire.ts';

/** The tools of a request whose code runs here. */
export interface LocalTools {
  /** Those of the model, without the fields that name callers or functions. `undefined` is the place of code execution. */
  forModel: (Block | undefined)[];
  /** Those that Python can call. */
  forPython: Record<string, SandboxTool>;
}

/**
 * Tells apart which tools the model calls and which Python calls, by their `allowed_callers`.
 *
 * @throws InvalidOptionError for a tool of code that has no function `run`
 * @see https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/programmatic-tool-calling
 */
export function readTools(tools: readonly Block[], signal: AbortSignal): LocalTools {
  const forModel: LocalTools['forModel'] = [];
  const forPython = new Map<string, SandboxTool>();
  for (const tool of tools) {
    if (isCodeExecution(tool)) {
      forModel.push(undefined);
      continue;
    }
    const { allowed_callers: callers, run, parse: _, ...definition } = tool;
    const isOfCode = Array.isArray(callers) && callers.some((caller) => isCodeExecution({ type: caller }));
    const isOfModel = !isOfCode || callers.includes('direct');
    if (isOfModel) forModel.push(definition as Block);
    if (isOfCode && typeof run === 'function')
      forPython.set(toPythonName(textOf(tool.name), forPython), pythonFunction(tool, run, signal));
    else if (!isOfModel) throw noFunction(tool);
  }
  return { forModel, forPython: Object.fromEntries(forPython) };
}

function noFunction({ name }: Block): InvalidOptionError {
  return new InvalidOptionError(
    `Code calls the tool ${textOf(name)} here, not on Anthropic's servers: give it a function \`run\`, as betaTool() does. Or add 'direct' to its ` +
      '`allowed_callers`: then the model calls it.',
  );
}

/** As the SDK's tool runner calls a tool. */
function pythonFunction(tool: Block, run: CallableFunction, signal: AbortSignal): SandboxTool {
  const { name, description, input_schema: schema, parse } = tool;
  return {
    description: textOf(description),
    parameters: isJsonObject(schema) ? schema : {},
    execute: async (input, { signal: ended }) => {
      const id = `toolu_local_${crypto.randomUUID().replaceAll('-', '')}`;
      const toolUse = { type: 'tool_use', id, name, input };
      const context = { toolUse, toolUseBlock: toolUse, signal: AbortSignal.any([signal, ended]) };
      const parsed: unknown = typeof parse === 'function' ? Reflect.apply(parse, tool, [input]) : input;
      return resultOf(await Reflect.apply(run, tool, [parsed, context]));
    },
  };
}

/** Gives code the result of a tool: JSON is parsed, as on the server, and other texts stay as they are. */
function resultOf(result: unknown): unknown {
  if (!Array.isArray(result)) return valueIn(result);
  const blocks = blocksOf(result);
  return blocks.every(({ type }) => type === 'text')
    ? valueIn(blocks.map(({ text }) => textOf(text)).join(''))
    : blocks;
}

function valueIn(result: unknown): unknown {
  const parsed = typeof result === 'string' ? parseJson(result) : undefined;
  return typeof parsed === 'object' && parsed !== null ? parsed : result;
}
