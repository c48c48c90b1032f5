import type { Tool } from '../sandbox/tools/tool.ts';
import { isJsonObject } from '../text/parseJson.ts';
import { fromForeignTools } from '../tool/foreignTools.ts';
import { type AiSdkFunction, type AiSdkToolsOptions, aiSdkTools, ruleOf } from './aiSdkTools.ts';

/** How tools that are routed to code are read. */
export type RoutedToolsOptions = Pick<AiSdkToolsOptions, 'asSchema'>;

/**
 * Makes the tools that an agent routes to code callable from there. The AI SDK asks for them at once, so that a schema that is only promised is
 * not told to the model.
 */
export function routedTools(
  tools: Readonly<Record<string, AiSdkFunction>>,
  options: RoutedToolsOptions,
): Record<string, Tool> {
  const { asSchema = (schema: unknown) => schema } = options;
  const callable = Object.entries(tools).filter(([, { execute }]) => typeof execute === 'function');
  let read: Promise<Tool[]> | undefined;
  const made = callable.map(([name, tool], index) => ({
    name,
    description: typeof tool.description === 'function' ? tool.description({ context: {} }) : tool.description,
    inputSchema: schemaNow(tool.inputSchema && asSchema(tool.inputSchema as never)),
    approve: ruleOf(tool, {}),
    execute: async (parameters: Record<string, unknown>, call: { signal: AbortSignal }) => {
      read ??= aiSdkTools(Object.fromEntries(callable), options).then(Object.values<Tool>);
      return (await read)[index]?.execute(parameters, call);
    },
  }));
  return fromForeignTools(made, {});
}

/** Gives the JSON schema of a schema that has it at hand. */
function schemaNow(schema: unknown): unknown {
  const given: unknown = typeof schema === 'function' && !('~standard' in schema) ? schema() : schema;
  if (typeof given !== 'object' || given === null) return {};
  const standard = '~standard' in given ? given['~standard'] : undefined;
  if (isJsonObject(standard)) return jsonSchemaOf(standard);
  const json = 'jsonSchema' in given ? given.jsonSchema : undefined;
  return isJsonObject(json) && !('then' in json) ? json : {};
}

function jsonSchemaOf({ jsonSchema }: Record<string, unknown>): unknown {
  const { input } = isJsonObject(jsonSchema) ? jsonSchema : {};
  return typeof input === 'function' ? input({ target: 'draft-07' }) : {};
}
