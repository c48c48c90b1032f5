import type { Refusal } from '../answer/request/modelAbilities.ts';
import { errorMessage } from '../errors.ts';

/** Kinds of media that a server may refuse. */
export type Media = 'image' | 'audio' | 'file';

/**
 * The words of servers whose models don't take functions or system instructions.
 *
 * @see https://github.com/ollama/ollama/issues/5793 "does not support tools"
 * @see https://github.com/ggml-org/llama.cpp/issues/10920 "Unsupported param: tools", and "tools param requires --jinja flag"
 * @see https://github.com/vllm-project/vllm/issues/6631 "Extra inputs are not permitted", and "requires --enable-auto-tool-choice"
 * @see https://github.com/mlc-ai/web-llm/issues/462 "is not supported for ChatCompletionRequest.tools", "customized system prompt"
 */
export const REFUSALS: readonly Refusal[] = [
  {
    message:
      /(not|n't) support[^.]{0,40}\b(tools?|functions?)\b|\b(tool|function)s?\b[^.]{0,60}\b(not|n't|un)[ -]?(be )?(supported|enabled|available)/i,
    ability: 'callsFunctions',
  },
  {
    message: /unsupported param(eter)?: '?tools|tools param requires|requires --enable-auto-tool-choice/i,
    ability: 'callsFunctions',
  },
  {
    message: /No endpoints found that support tool use|ChatCompletionRequest\.tools|'tools'\).{0,30}Extra inputs/i,
    ability: 'callsFunctions',
  },
  {
    message:
      /customized system prompt|system (role|messages?|prompts?)\b[^.]{0,20}not supported|not support[^.]{0,30}\bsystem\b/i,
    ability: 'takesInstruction',
  },
];

/**
 * The words of servers whose models don't read a kind of media.
 *
 * @see https://github.com/ollama/ollama/issues/17301 "does not support image input"
 * @see https://github.com/ggml-org/llama.cpp/issues/12947 "Unsupported content part type"
 */
const REFUSED_MEDIA: Readonly<Record<Media, RegExp>> = {
  image: /\bimages?\b|image_url|multi-?modal|\bvision\b/i,
  audio: /\baudio\b|input_audio/i,
  file: /\bfiles?\b|\bpdf\b|\bdocuments?\b|content.{0,20}type/i,
};

/** Fields of a request, and of the messages in it, that it can do without. */
const OPTIONAL = [
  'stop',
  'stream_options',
  'tool_choice',
  'reasoning_details',
  'reasoning_content',
  'reasoning',
] as const;

export type OptionalField = (typeof OPTIONAL)[number];

/** Whether an error means that the server does not take the request, so that another form of it may be taken. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = 'status' in error ? error.status : undefined;
  // Engines in the page have no status codes. Some servers say 500 for what they don't know.
  return status === undefined || (typeof status === 'number' && ![401, 403, 408, 429, 502, 503, 504].includes(status));
}

/** The kind of media, of those that a request has, that the server refused. */
export function refusedMedia(error: unknown, sent: readonly Media[]): Media | undefined {
  if (!isRefusal(error)) return undefined;
  const message = errorMessage(error);
  return (
    sent.find((kind) => REFUSED_MEDIA[kind].test(message)) ??
    (/content.{0,30}string/i.test(message) ? sent[0] : undefined)
  );
}

/** The field, of those that a request has, that the server refused. */
export function refusedField(error: unknown, sent: readonly OptionalField[]): OptionalField | undefined {
  if (!isRefusal(error)) return undefined;
  const param = (error as { param?: unknown }).param;
  return sent.find((field) => field === param || new RegExp(`\\b${field}\\b`).test(errorMessage(error)));
}

/** Whether a server can't stream what it answers to a request with functions. */
export function refusesStream(error: unknown): boolean {
  return isRefusal(error) && /tools?\b.{0,30}\bstream|stream.{0,40}\btools?\b/i.test(errorMessage(error));
}

export function optionalFieldsIn(value: object): OptionalField[] {
  return OPTIONAL.filter((field) => field in value);
}
