import type { ApprovalRule } from '../sandbox/tools/approval.ts';
import { toPythonName } from '../sandbox/tools/pythonNames.ts';
import type { Tool } from '../sandbox/tools/tool.ts';
import { plainSchema } from './plainSchema.ts';

/** Tools of one source. */
const MAX_TOOLS = 2_000;
/** Characters of a tool's description. */
const MAX_DESCRIPTION_LENGTH = 16_000;

/** A tool of another library or server. Its name, description and schemas may be anything. */
export interface ForeignTool {
  name: string;
  description: unknown;
  inputSchema: unknown;
  outputSchema?: unknown;
  approve: ApprovalRule | undefined;
  execute: Tool['execute'];
}

/** Options for the names of another's tools in Python. */
export interface NameOptions {
  /** Text in front of every name, such as `github_`. Tools of several sources need one each if their names are the same. @default '' */
  prefix?: string;
}

/**
 * Makes tools for a sandbox from those of someone else. A name that Python doesn't have is changed to one that it has: other characters become
 * underscores, a keyword gets one at its end, and of two tools with the same name the second gets a number.
 *
 * @throws Error if there are more than 2,000
 */
export function fromForeignTools(tools: readonly ForeignTool[], { prefix = '' }: NameOptions): Record<string, Tool> {
  if (tools.length > MAX_TOOLS) {
    throw new Error(`There are ${tools.length} tools; at most ${MAX_TOOLS} are allowed. Choose some of them.`);
  }
  const made = new Map<string, Tool>();
  for (const { name, description, inputSchema, outputSchema, approve, execute } of tools) {
    const tool: Tool = {
      description: typeof description === 'string' ? description.slice(0, MAX_DESCRIPTION_LENGTH) : '',
      parameters: plainSchema(inputSchema),
      execute,
    };
    if (outputSchema !== undefined) tool.returns = plainSchema(outputSchema);
    if (approve !== undefined) tool.approve = approve;
    made.set(toPythonName(prefix + name, made), tool);
  }
  return Object.fromEntries(made);
}
