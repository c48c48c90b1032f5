/**
 * The fields that are read here of the specifications V3 (AI SDK 6) and V4 (AI SDK 7) of language models. All others pass through.
 *
 * @see https://github.com/vercel/ai/tree/main/packages/provider/src/language-model
 */

/** Fields of providers, by provider. JSON alone. */
export type Metadata = Record<string, Record<string, unknown>>;

/** The data of a file: base64, bytes or an address in V3; one of them in an object in V4. */
export type FileData = string | Uint8Array | URL | { type: string; data?: unknown; url?: URL; text?: string };

/** A part of a message of the prompt. */
export interface PromptPart {
  type: string;
  text?: string;
  /** Of a file. */
  data?: FileData;
  mediaType?: string;
  filename?: string;
  /** Of a call, and of its result. */
  toolCallId?: string;
  toolName?: string;
  input?: unknown;
  output?: ToolOutput;
  providerExecuted?: boolean;
  providerOptions?: Metadata;
}

/** The result of a tool for the model. */
export interface ToolOutput {
  type: string;
  value?: unknown;
}

/** A message of the prompt. That of the system has a text. */
export interface PromptMessage {
  role: 'system' | 'user' | 'assistant' | 'tool';
  content: string | PromptPart[];
  providerOptions?: Metadata;
}

/** A tool of a request: a function, or one that the provider defines, whose id is `provider.name`. */
export interface ModelTool {
  type: 'function' | 'provider';
  name: string;
  id?: string;
  description?: string;
  inputSchema?: object;
}

export type ToolChoice = { type: 'auto' | 'none' | 'required' } | { type: 'tool'; toolName: string };

/** A request to a model. */
export interface CallOptions {
  prompt: PromptMessage[];
  tools?: ModelTool[];
  toolChoice?: ToolChoice;
  stopSequences?: string[];
  abortSignal?: AbortSignal;
  providerOptions?: Metadata;
  [setting: string]: unknown;
}

/** A piece of a model's answer. */
export interface Content {
  type: string;
  text?: string;
  data?: unknown;
  mediaType?: string;
  toolCallId?: string;
  toolName?: string;
  /** JSON. */
  input?: string;
  result?: unknown;
  isError?: boolean;
  providerExecuted?: boolean;
  providerMetadata?: Metadata;
  [field: string]: unknown;
}

/** A part of a streamed answer. */
export interface StreamPart extends Content {
  id?: string;
  delta?: string;
}

export interface FinishReason {
  unified: string;
  raw: string | undefined;
}

export interface Usage {
  inputTokens: Record<string, number | undefined>;
  outputTokens: Record<string, number | undefined>;
  raw?: unknown;
}

/** The end of an answer, or of a request of which an answer is made. */
export interface Finish {
  finishReason: FinishReason;
  usage: Usage;
  providerMetadata?: Metadata;
}

export interface GenerateResult extends Finish {
  content: Content[];
  warnings: unknown[];
  request?: unknown;
  response?: { id?: string; [field: string]: unknown };
}

export interface StreamResult {
  stream: ReadableStream<StreamPart>;
  request?: unknown;
  response?: unknown;
}

/** The model that the middleware wraps. */
export interface Model {
  specificationVersion: string;
  provider: string;
  modelId: string;
  doGenerate(options: CallOptions): PromiseLike<GenerateResult>;
  doStream(options: CallOptions): PromiseLike<StreamResult>;
}
