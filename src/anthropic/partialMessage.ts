import { PARTIAL_MESSAGES } from './answer/partialMessages.ts';
import type { Message } from './wire.ts';

/**
 * Gives the part of a message that had arrived before it failed, with the `stop_reason` null. A request with the option `resume` goes on from
 * there (see {@link AnthropicCodeExecution.resume}).
 *
 * @param error with which `messages.create()`, its stream, or a helper of the SDK rejected
 * @returns `undefined` if nothing had arrived
 */
export function partialMessage(error: unknown): Message | undefined {
  // The SDK's helpers wrap errors that are not their own.
  return (
    PARTIAL_MESSAGES.endedBy(error) ?? (error instanceof Error ? PARTIAL_MESSAGES.endedBy(error.cause) : undefined)
  );
}
