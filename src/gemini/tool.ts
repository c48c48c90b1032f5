import type { FunctionCall, FunctionDeclaration, Tool, ToolUnion } from '@google/genai';

/** What stands in for the server's `codeExecution` tool. */
export const RUN_PYTHON: FunctionDeclaration = {
  name: 'run_python',
  description:
    'Runs Python code and returns what it printed. Variables, imports and functions stay from one call to the next. ' +
    'Print every value that you need to see. There is no network and no way to install packages.',
  parametersJsonSchema: {
    type: 'object',
    properties: { code: { type: 'string', description: 'A complete Python program.' } },
    required: ['code'],
  },
};

/** A call of {@link RUN_PYTHON} that can be run. */
export interface PythonCall extends FunctionCall {
  args: { code: string };
}

export function isPythonCall(call: FunctionCall | undefined): call is PythonCall {
  return call?.name === RUN_PYTHON.name && typeof call?.args?.code === 'string';
}

export function asksForCodeExecution(tools: ToolUnion[] | undefined): boolean {
  return tools?.some(hasCodeExecution) ?? false;
}

/** Puts the function in the place of the `codeExecution` tool; every other tool stays as it is. */
export function replaceCodeExecution(tools: ToolUnion[]): ToolUnion[] {
  return tools.flatMap((tool): ToolUnion[] => {
    if (!hasCodeExecution(tool)) return [tool];
    const { codeExecution: _, ...rest } = tool;
    return [...(Object.keys(rest).length > 0 ? [rest] : []), { functionDeclarations: [RUN_PYTHON] }];
  });
}

function hasCodeExecution(tool: ToolUnion): tool is Tool {
  return 'codeExecution' in tool && tool.codeExecution !== undefined;
}
