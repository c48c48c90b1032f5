/** The Prompt API of browsers, as far as it is used here. @see https://webmachinelearning.github.io/prompt-api */

/** A piece of a message. The value of a picture is any `ImageBitmapSource`, or its bytes. */
export interface MessageContent {
  type: 'text' | 'image' | 'audio';
  value: unknown;
}

export interface Message {
  role: 'system' | 'user' | 'assistant';
  /** A string is short for one piece of text. */
  content: string | MessageContent[];
  prefix?: boolean;
}

/** A string is short for one message of the user. */
export type Prompt = string | Message[];

/** Whether the browser has a model with some abilities. */
export type Availability = 'unavailable' | 'downloadable' | 'downloading' | 'available';

/** An input or output that a session is expected to handle. */
export interface Expected {
  type: string;
  /** BCP 47 language tags. */
  languages?: string[];
}

/** The options that decide whether there is such a model. */
export interface AvailabilityOptions {
  expectedInputs?: Expected[];
  expectedOutputs?: Expected[];
}

/** Options of a session. Other fields, such as `samplingMode`, are passed on to the browser. */
export interface CreateOptions extends AvailabilityOptions {
  initialPrompts?: Message[];
  signal?: AbortSignal;
  /** Gets an object whose `downloadprogress` events tell how much of the model has been downloaded: `loaded`, from 0 to 1. */
  monitor?(monitor: EventTarget): void;
}

/** A session of the browser. */
export interface ModelSession {
  promptStreaming(input: Prompt, options?: { signal?: AbortSignal }): ReadableStream<string>;
  append(input: Prompt, options?: { signal?: AbortSignal }): Promise<unknown>;
  measureContextUsage(input: Prompt, options?: { signal?: AbortSignal }): Promise<number>;
  clone(options?: { signal?: AbortSignal }): Promise<ModelSession>;
  /** Tokens. */
  readonly contextUsage: number;
  /** Tokens. */
  readonly contextWindow: number;
  destroy(): void;
}

/** The class `LanguageModel` of a browser. */
export interface LanguageModelApi {
  availability(options?: AvailabilityOptions): Promise<Availability>;
  create(options?: CreateOptions): Promise<ModelSession>;
}

/** Whether sessions with these options take pictures. */
export function takesPictures({ expectedInputs = [] }: AvailabilityOptions): boolean {
  return expectedInputs.some(({ type }) => type === 'image');
}
