import { isJsonObject } from '../text/parseJson.ts';

/** The parts of an Anthropic client that are used here. The SDK's own types are unions of more blocks and tools than matter here. */
export interface AnthropicClient {
  messages: object;
  beta: { messages: object; files: object };
}

/** The methods of `client.messages` and `client.beta.messages` that answer requests. */
export interface MessagesApi {
  create(params: CreateParams, options?: RequestOptions): ApiPromise;
  countTokens(params: CountParams, options?: RequestOptions): Promise<unknown>;
}

/** What the SDK returns from a request. */
export interface ApiPromise extends Promise<unknown> {
  withResponse(): Promise<{ data: unknown; response: Response }>;
}

/** A stream of the SDK. */
export interface EventStream extends AsyncIterable<StreamEvent> {
  controller: AbortController;
}

/** Options of a single request. Those that are not named here pass through. */
export interface RequestOptions {
  signal?: AbortSignal | null;
  maxRetries?: number;
  [option: string]: unknown;
}

/** The parameters of `messages.countTokens()`. */
export interface CountParams {
  model: string;
  messages: MessageParam[];
  tools?: Block[];
  tool_choice?: Block;
  system?: string | Block[];
  [field: string]: unknown;
}

/** The parameters of `messages.create()`. Those that are not named here pass through. */
export interface CreateParams extends CountParams {
  stream?: boolean;
  container?: unknown;
}

export interface MessageParam {
  role: string;
  content: string | Block[];
  [field: string]: unknown;
}

/** A block of content, a tool, or a choice of tools: objects with a type. */
export interface Block {
  type: string;
  [field: string]: unknown;
}

/** A message of the model. */
export interface Message extends MessageFacts {
  content: Block[];
}

/** A message without its content. */
export interface MessageFacts {
  id?: string;
  model?: string;
  role?: string;
  stop_reason?: string | null;
  usage?: Usage;
  container?: unknown;
  [field: string]: unknown;
}

/** Tokens of a message. */
export type Usage = Record<string, unknown>;

/** An event of a streamed message. */
export interface StreamEvent {
  type: string;
  index?: number;
  [field: string]: unknown;
}

/** A block of a response, which is complete when the response is. */
export interface ReceivedBlock {
  block: Block;
}

/** Reads a text that came over the wire, where anything may be. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function blocksOf(value: unknown): Block[] {
  return Array.isArray(value) ? value.filter(isBlock) : [];
}

export function isBlock(value: unknown): value is Block {
  return isJsonObject(value) && typeof value.type === 'string';
}
