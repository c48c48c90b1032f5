import type { Part } from '@google/genai';
import type { Item, ReceivedItem, ResponseEvent } from './wire.ts';

/** A part that comes from an item. */
export interface ItemPart extends Part {
  received?: {
    of: ReceivedItem;
    /** The events that brought the part. */
    events: ResponseEvent[];
  };
  /** The piece of a user's message that the part was read from, and the message without its content. */
  asked?: { block: Item; message: object };
}
