import { PARTIAL_MESSAGES } from './answer/partialMessages.ts';
import type { Message } from './wire.ts';

/**
 * Gives the part of a message that had arrived before it failed, with the `stop_reason` null. A request with the option `resume` goes on from
 * there (see {@link AnthropicCodeExecution.resume}).
 *
 * @param error with which `messages.create()`, its stream, or a helper of the SDK rejected
 * @returns `undefined` if nothing had arrived
 * @example
 * ```ts
 * import Anthropic from '@anthropic-ai/sdk';
 * import { codeExecution, partialMessage, withLocalPython } from 'glovebox/anthropic';
 * import { Sandbox } from 'glovebox/sandbox';
 *
 * const client = withLocalPython(new Anthropic({ apiKey }), { sandbox: () => Sandbox.create() });
 * const ask = (tool = codeExecution()) =>
 *   client.messages.create({
 *     model: 'claude-opus-5-5',
 *     max_tokens: 4096,
 *     messages: [{ role: 'user', content: 'Simulate 1000 dice.' }],
 *     tools: [tool],
 *   });
 * const message = await ask().catch((error) => ask(codeExecution({ resume: partialMessage(error) })));
 * ```
 */
export function partialMessage(error: unknown): Message | undefined {
  // The SDK's helpers wrap errors that are not their own.
  return (
    PARTIAL_MESSAGES.endedBy(error) ?? (error instanceof Error ? PARTIAL_MESSAGES.endedBy(error.cause) : undefined)
  );
}
