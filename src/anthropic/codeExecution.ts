import type { AnswerOptions, SandboxChoice } from '../answer/options.ts';
import { type CountParams, type Message, textOf } from './wire.ts';

/** Options of one request, which replace those of the client. */
export interface CodeExecutionOptions extends AnswerOptions {
  /**
   * Where the code of this request runs. `'chat'` is a sandbox for all requests whose `container` is the one of an earlier message.
   * @default the sandbox of the client
   */
  sandbox?: SandboxChoice;
  /**
   * A message that failed, to go on with: what {@link partialMessage} gave for the error. Give it with the same model and messages. The answer
   * is then the whole one, and nothing that had a result runs again. `undefined` begins afresh.
   */
  resume?: Message | undefined;
}

/** The tool of a request, in Anthropic's own form. */
export interface CodeExecutionTool extends CodeExecutionOptions {
  type: 'code_execution_20260120';
  name: 'code_execution';
}

/**
 * Makes the tool of a request, with options for this request: `tools: [codeExecution({ timeout: 5000 })]`. A tool that you write yourself, in any
 * version, takes them, too. They are never sent. An unknown option is refused with `InvalidOptionError`.
 *
 * @example
 * ```ts
 * import Anthropic from '@anthropic-ai/sdk';
 * import { codeExecution, withLocalPython } from 'glovebox/anthropic';
 * import { Sandbox } from 'glovebox/sandbox';
 *
 * const client = withLocalPython(new Anthropic({ apiKey }), { sandbox: () => Sandbox.create() });
 * await client.messages.create({
 *   model: 'claude-opus-5-5',
 *   max_tokens: 4096,
 *   messages: [{ role: 'user', content: 'Simulate 1000 dice.' }],
 *   tools: [codeExecution({ timeout: 5000 })],
 * });
 * ```
 */
export function codeExecution(options: CodeExecutionOptions = {}): CodeExecutionTool {
  return { ...options, type: 'code_execution_20260120', name: 'code_execution' };
}

/** The fields of Anthropic's own tool. */
const OWN_FIELDS = ['type', 'name', 'cache_control', 'allowed_callers', 'defer_loading', 'strict'];

/** Whether this is Anthropic's tool, in any of its versions; or the caller that it is for other tools. */
export function isCodeExecution({ type }: { type?: unknown }): boolean {
  return /^code_execution_\d+$/.test(textOf(type));
}

/** Gives the options that the tool of a request has; `undefined` if the request has no such tool. */
export function codeExecutionOf({ tools }: Pick<CountParams, 'tools'>): CodeExecutionOptions | undefined {
  const tool = tools?.find(isCodeExecution);
  if (!tool) return undefined;
  return Object.fromEntries(Object.entries(tool).filter(([name]) => !OWN_FIELDS.includes(name)));
}
