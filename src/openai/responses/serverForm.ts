import { errorMessage } from '../../errors.ts';
import { isRefusal, type Media, refusedMedia } from '../refusals.ts';
import { hasCustomCalls, mediaIn } from './encodeInput.ts';
import { itemsIn } from './items.ts';
import type { CreateBody, Item } from './wire.ts';

/** The form in which a server takes the requests for one model. Learns it from what the server refuses. */
export class ServerForm {
  /** Whether the model takes a custom tool, and writes its programs as they are. Otherwise they are JSON, for a function. */
  isCustom: boolean;
  /** Whether the server goes on from its own responses by their ids. */
  keepsResponses = true;
  /** Whether it gives reasoning in an encrypted form, to come back later. */
  encryptsReasoning = true;
  /** The kinds of media that it does not take. */
  readonly leftOut = new Set<Media>();

  constructor(model: string) {
    this.isCustom = takesCustomTools(model);
  }

  /** @returns whether the error tells how else to ask */
  learnFrom(error: unknown, body: CreateBody): boolean {
    if (!isRefusal(error)) return false;
    const message = errorMessage(error);
    const input = itemsIn(body.input);
    // Items that go back as they came still have theirs.
    const media = refusedMedia(
      error,
      mediaIn(input).filter((kind) => !this.leftOut.has(kind)),
    );
    if (body.include?.includes(ENCRYPTED) && this.encryptsReasoning && /encrypted|include/i.test(message))
      this.encryptsReasoning = false;
    else if (
      body.previous_response_id &&
      this.keepsResponses &&
      /previous.?response|retention|tool output found|not stored|persisted/i.test(message)
    )
      this.keepsResponses = false;
    else if (
      this.isCustom &&
      (itemsIn(body.tools).some(isCustomTool) || hasCustomCalls(input)) &&
      /custom|\btools?\b/i.test(message)
    )
      this.isCustom = false;
    else if (media) this.leftOut.add(media);
    else return false;
    return true;
  }
}

export const ENCRYPTED = 'reasoning.encrypted_content';

function isCustomTool({ type }: Item): boolean {
  return type === 'custom';
}

/**
 * Whether a model takes custom tools: GPT-5 and later. Other servers drop tools whose type they don't know, without a word.
 *
 * @see https://platform.openai.com/docs/guides/function-calling#custom-tools
 */
function takesCustomTools(model: string): boolean {
  const [, major] = /(?:^|[/:])gpt-(\d+)/.exec(model) ?? [];
  return Number(major ?? 0) >= 5;
}
