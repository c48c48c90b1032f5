import { firstError, invalidRequest, type Verdict } from '../errors.ts';
import { type Body, blocksIn } from '../wire.ts';

/** Thoughts that the model has had, by their signatures. */
export type IssuedThoughts = ReadonlyMap<string, string>;

/** @see https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking */
export function checkThinking({ messages = [], thinking }: Body, issued: IssuedThoughts): Verdict {
  return firstError([
    ...messages.flatMap((message, at) =>
      blocksIn(message).map((block, index) => () => {
        const isSame = block.type !== 'thinking' || issued.get(String(block.signature)) === block.thinking;
        return isSame
          ? undefined
          : invalidRequest(`messages.${at}.content.${index}: Invalid \`signature\` in \`thinking\` block`);
      }),
    ),
    () => {
      const isOn = thinking !== undefined && thinking.type !== 'disabled';
      const last = messages.findLastIndex(({ role }) => role === 'assistant');
      const message = messages[last];
      if (!isOn || !message || !blocksIn(message).some(({ type }) => type === 'tool_use')) return undefined;
      const [first] = blocksIn(message);
      if (first?.type === 'thinking' || first?.type === 'redacted_thinking') return undefined;
      return invalidRequest(
        `messages.${last}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${first?.type}\`. ` +
          'When `thinking` is enabled, a final `assistant` message must start with a thinking block.',
      );
    },
  ]);
}
