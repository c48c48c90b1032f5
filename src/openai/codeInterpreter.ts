import type { LocalCodeExecution } from '../answer/options.ts';

/** Options of a single request, which replace those of the client. */
export type CodeInterpreterOptions = Omit<LocalCodeExecution, 'behavior' | 'resume'> & {
  /**
   * An answer that failed, to go on with: what {@link partialResponse} or {@link partialCompletion} gave for the error. Give it with the same
   * model and input. The answer is then the whole one, and nothing that had a result runs again. `undefined` begins afresh.
   */
  resume?: object | undefined;
};

/**
 * Makes the tool of a request, `{ type: 'code_interpreter', container: { type: 'auto' } }`, with options for this request. It takes the type
 * that its place asks for: the SDK's types know the tool in `responses.create()` alone, and without options.
 *
 * @example
 * ```ts
 * import { codeInterpreter, withLocalPython } from 'glovebox/openai';
 * import { Sandbox } from 'glovebox/sandbox';
 * import OpenAI from 'openai';
 *
 * const client = withLocalPython(new OpenAI({ apiKey }), { sandbox: () => Sandbox.create() });
 * await client.responses.create({
 *   model: 'gpt-5.5',
 *   input: 'Simulate 1000 dice.',
 *   tools: [codeInterpreter({ timeout: 5000 })],
 * });
 * ```
 */
export function codeInterpreter<Tool = { type: 'code_interpreter' }>(options: CodeInterpreterOptions = {}): Tool {
  return { type: 'code_interpreter', container: { type: 'auto' }, ...options } as Tool;
}
