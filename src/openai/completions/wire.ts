/**
 * Anything that answers chat completions: `chat.completions` of `new OpenAI()`, of a WebLLM engine, or {@link fetchCompletions}. With
 * `stream: true` it gives an iterable of chunks.
 */
export interface Completions {
  create(body: never, options?: never): PromiseLike<unknown>;
}

/** How the code here calls {@link Completions}. */
export type CreateCompletion = (body: ChatRequest, options?: RequestOptions) => PromiseLike<unknown>;

/** Options of a single request. Those that are not named here pass through. */
export interface RequestOptions {
  signal?: AbortSignal | null;
  maxRetries?: number;
  [option: string]: unknown;
}

/** The body of a request. Fields that are not named here pass through. */
export interface ChatRequest {
  model: string;
  messages: Message[];
  tools?: ChatTool[];
  tool_choice?: unknown;
  stop?: string | string[] | null;
  stream?: boolean | null;
  stream_options?: Record<string, unknown> | null;
  [field: string]: unknown;
}

export interface ChatTool {
  type: string;
  [field: string]: unknown;
}

export interface Message {
  role: string;
  content?: unknown;
  tool_calls?: ToolCall[];
  tool_call_id?: string;
  [field: string]: unknown;
}

/** A piece of a user's message. */
export interface MessagePart {
  type: string;
  [field: string]: unknown;
}

/** A call, or, in a stream, a piece of one. Servers add fields of their own, such as signatures. */
export interface ToolCall {
  id?: string;
  type?: string;
  function?: { name?: string; arguments?: string };
  [field: string]: unknown;
}

/**
 * A program that ran in the sandbox: an entry of `message.executed_tools`, and of `delta.executed_tools` in a stream, where it comes twice,
 * the second time with its result. Groq's models that run code answer in the same shape.
 *
 * @see https://console.groq.com/docs/compound
 */
export interface ExecutedTool {
  /** Counts from 0. */
  index: number;
  type: 'python' | 'javascript';
  /** JSON, such as `{"code":"print(1)"}`. */
  arguments: string;
  /** What the model was told that it printed. */
  output?: string;
  outcome?: string;
  /** The pictures, each in base64 under the name of its type: `{ png: … }`. Files have a name. */
  code_results?: Record<string, string>[];
  /** How many characters of `content` came before. */
  content_offset: number;
  /** How the model called for it, so that the call can go back. */
  call?: { id: string; name: string; [field: string]: unknown };
}
