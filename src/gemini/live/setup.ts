import type { LiveConnectConfig, LiveConnectParameters, ToolUnion } from '@google/genai';
import { CodeFunctions } from '../../answer/codec/codeFunctions.ts';
import type { Dialect } from '../../answer/codec/dialect.ts';
import { BEHAVIORS, type LocalCodeExecution, type LocalPythonOptions } from '../../answer/options.ts';
import { addInstruction } from '../../answer/request/addInstruction.ts';
import { Callables, isCallable, toolsForPython } from '../../answer/request/callables.ts';
import { codeExecutionIn } from '../../answer/request/config.ts';
import { liveBehaviorsOf } from '../../answer/request/modelAbilities.ts';
import { instructionOf } from '../../answer/request/prepareRequest.ts';
import { InvalidOptionError } from '../../errors.ts';
import { checkChoice } from '../../sandbox/checkOption.ts';
import { reachOf } from '../../sandbox/codeExecutor.ts';
import type { Tool as SandboxTool } from '../../sandbox/tools/tool.ts';
import { declare } from './declarations.ts';

/** A Live session whose code runs in the sandbox. */
export interface LocalSetup {
  config: LiveConnectConfig | undefined;
  functions: CodeFunctions;
  /** The application's functions that Python can call. */
  tools: Record<string, SandboxTool>;
}

/**
 * Replaces `codeExecution` in the config of a session. An ephemeral token brings its own tools: without `codeExecution`, the config stays as
 * it is.
 *
 * @throws InvalidOptionError if the model doesn't take the behavior
 */
export async function prepareSetup(
  { model, config }: LiveConnectParameters,
  options: LocalPythonOptions,
): Promise<LocalSetup> {
  const { languages = ['PYTHON'], sandbox } = options;
  const given = config?.tools ?? [];
  const callables = await Callables.read(given);
  const functions = new CodeFunctions(languages, callables.names, reachOf(sandbox));
  const tools = toolsForPython(options, callables);
  const tool: LocalCodeExecution | undefined = codeExecutionIn(given);
  if (!tool) return { config, functions, tools };
  checkBehavior(model, tool);
  const instruction = await instructionOf(options, dialectOf(functions), callables);
  const ours = { functionDeclarations: declare(functions, tool.behavior) };
  return {
    config: {
      ...config,
      tools: [...given.flatMap(withoutCodeExecution), ours],
      ...(instruction !== '' && { systemInstruction: addInstruction(config?.systemInstruction, instruction) }),
    },
    functions,
    tools,
  };
}

/** A Live session has no other way to run code than functions, and returns no calls to the model. */
export function dialectOf(functions: CodeFunctions): Dialect {
  return { protocol: 'functions', functions, signsCalls: false, pictures: 'nowhere', circulates: false };
}

function withoutCodeExecution(tool: ToolUnion): ToolUnion[] {
  if (isCallable(tool)) return [tool];
  const { codeExecution: _, ...others } = tool;
  return Object.keys(others).length > 0 ? [others] : [];
}

function checkBehavior(model: string, { behavior }: LocalCodeExecution): void {
  checkChoice('behavior', behavior, BEHAVIORS);
  const taken = liveBehaviorsOf(model);
  if (behavior === undefined || taken.includes(behavior)) return;
  throw new InvalidOptionError(
    `The model ${model} takes no functions that are ${behavior}. Leave \`behavior\` out, or use ${taken.join(' or ')}.`,
  );
}
