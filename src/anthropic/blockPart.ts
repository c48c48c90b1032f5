import type { Part } from '@google/genai';
import type { Block, MessageParam, ReceivedBlock } from './wire.ts';

/** A part of an answer, or of a request, that comes from a block. */
export interface BlockPart extends Part {
  received?: {
    of: ReceivedBlock;
    /** The deltas that brought the part. */
    deltas: Block[];
  };
  /** Of a file of the user that the model gets as another part. */
  isMounted?: true;
  /** A message that goes back as it is, whichever its role. */
  message?: MessageParam;
}
