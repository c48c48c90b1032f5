import { PARTIAL_COMPLETIONS } from './completions/completionAnswer.ts';
import { PARTIAL_RESPONSES } from './responses/partialResponse.ts';
import type { Item } from './responses/wire.ts';

/** The part of a response that had arrived, in OpenAI's shape. */
export interface PartialResponse {
  id?: string;
  status?: string;
  output?: Item[];
  output_text?: string;
  [field: string]: unknown;
}

/**
 * Gives the part of a response that had arrived before it failed, with the status `incomplete`. A request with the option `resume` goes on
 * from there.
 *
 * @param error with which `responses.create()`, or its stream, of a `withLocalPython` client rejected; or the response that failed
 * @returns `undefined` if nothing had arrived
 * @example
 * ```ts
 * import { codeInterpreter, partialResponse, withLocalPython } from 'glovebox/openai';
 * import { Sandbox } from 'glovebox/sandbox';
 * import OpenAI from 'openai';
 *
 * const client = withLocalPython(new OpenAI({ apiKey }), { sandbox: () => Sandbox.create() });
 * const ask = (resume?: object) =>
 *   client.responses.create({ model: 'gpt-5.5', input: 'Plot a sine.', tools: [codeInterpreter({ resume })] });
 * const answer = await ask().catch((error) => ask(partialResponse(error)));
 * ```
 */
export function partialResponse(error: unknown): PartialResponse | undefined {
  return PARTIAL_RESPONSES.endedBy(error);
}

/**
 * Gives the part of a chat completion that had arrived before it failed. A request with the option `resume` goes on from there.
 *
 * @param error with which `chat.completions.create()`, or its stream, of a `withLocalPython` client rejected
 * @returns `undefined` if nothing had arrived
 * @example
 * ```ts
 * import { codeInterpreter, fetchCompletions, partialCompletion, withLocalPython } from 'glovebox/openai';
 * import { Sandbox } from 'glovebox/sandbox';
 *
 * const completions = fetchCompletions({ baseURL: 'http://localhost:11434/v1' });
 * const client = withLocalPython({ chat: { completions } }, { sandbox: () => Sandbox.create() });
 * const ask = (resume?: object) =>
 *   client.chat.completions.create({
 *     model: 'qwen3',
 *     messages: [{ role: 'user', content: 'Plot a sine.' }],
 *     tools: [codeInterpreter({ resume })],
 *   });
 * const answer = await ask().catch((error) => ask(partialCompletion(error)));
 * ```
 */
export function partialCompletion(error: unknown): object | undefined {
  return PARTIAL_COMPLETIONS.endedBy(error);
}
