import type { Part } from '@google/genai';
import type { Message, MessagePart } from './wire.ts';

/** A part of the model's turn, with the fields that have to go back to the server beside it. */
export interface ChatPart extends Part {
  /** The whole message, which goes back as it came. */
  message?: Message;
  /** Further fields of the message that the part is of: the model's reasoning, or the user's name. */
  ofMessage?: Record<string, unknown>;
  /** Further fields of the call: its signature. */
  ofCall?: Record<string, unknown>;
  /** The field that the thoughts came in. */
  reasoningField?: string;
  /** The piece of the user's message that the part was read from. */
  asked?: MessagePart;
}
