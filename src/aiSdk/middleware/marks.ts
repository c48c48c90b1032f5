import type { Part } from '@google/genai';
import { isJsonObject } from '../../text/parseJson.ts';
import type { Metadata, PromptMessage, PromptPart, StreamPart } from './spec.ts';

/** A part of the question, with the part of the prompt that it was read from. That goes out again as it is. */
export interface AskedPart extends Part {
  prompted?: {
    /** Undefined for messages of the system, which have no parts. */
    part: PromptPart | undefined;
    message: PromptMessage;
  };
}

/** A piece of the model's answer, which is complete when the answer is: a text, a call, a file. */
export interface Block {
  /** Unique in the whole answer. */
  id: string;
  /** As the prompt of the next request has it; `undefined` for what the model is not sent again. */
  part: PromptPart | undefined;
}

/** A part of an answer that a model gave, with the event that brought it. */
export interface ReceivedPart extends Part {
  received?: {
    of: Block;
    events: StreamPart[];
  };
}

/** The fields of this library in those of providers. They survive in the messages of an app. */
const MARK = 'glovebox';

/** The model's call behind code that ran here: it goes back to the model in the place of the provider's own call. */
export interface CallMark {
  /** The function that the model called; `undefined` if it wrote the program as text. */
  name?: string | undefined;
  /** The fields of the provider on the model's call, such as a signature. */
  providerMetadata?: Metadata | undefined;
}

/** Marks a call, a result, or a picture as one that was made here. */
export function markAs(fields: object): Metadata {
  return { [MARK]: JSON.parse(JSON.stringify(fields)) };
}

/** Gives the mark of a part that was made here. The app may have stored the part anywhere, so that the fields may be anything. */
export function markOf(metadata: unknown): Record<string, unknown> | undefined {
  const mark = isJsonObject(metadata) ? metadata[MARK] : undefined;
  return isJsonObject(mark) ? mark : undefined;
}

export function readCallMark({ name, providerMetadata }: Record<string, unknown>): CallMark {
  return {
    ...(typeof name === 'string' && { name }),
    ...(isJsonObject(providerMetadata) && { providerMetadata: providerMetadata as Metadata }),
  };
}

/** Drops the mark of a part that goes to the provider. */
export function withoutMark(part: PromptPart): PromptPart {
  if (!markOf(part.providerOptions)) return part;
  const { [MARK]: _, ...providerOptions } = part.providerOptions ?? {};
  return { ...part, providerOptions };
}
