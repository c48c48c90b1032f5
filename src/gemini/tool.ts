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

/** Whether a call is one of {@link RUN_PYTHON}. Its arguments are the model's, and may be anything. */
export function isPythonCall(call: FunctionCall | undefined): call is FunctionCall {
  return call?.name === RUN_PYTHON.name;
}

/** The program of a call; `undefined` where the model gave none. */
export function codeOf(call: FunctionCall): string | undefined {
  const code = call.args?.code;
  return typeof code === 'string' ? code : undefined;
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
