/**
 * The tool of the AI SDK without a DOM, for a server whose user's browser runs the code.
 *
 * @module ai-sdk/definition
 */
export { type CodeToolDefinition, type CodeToolDefinitionOptions, codeToolDefinition } from '../../aiSdk/definition.ts';
export type { CodeToolOutput, ModelOutput, ModelOutputPart } from '../../aiSdk/output.ts';
export type { StandardSchema } from '../../aiSdk/schema.ts';
