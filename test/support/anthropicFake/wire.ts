/** A block of content, or a tool. */
export interface Block {
  type: string;
  [field: string]: unknown;
}

export interface MessageParam {
  role: string;
  content: string | Block[];
}

/** The body of a request. */
export interface Body {
  model?: string;
  max_tokens?: number;
  messages?: MessageParam[];
  tools?: Block[];
  tool_choice?: Block;
  system?: string | Block[];
  stream?: boolean;
  thinking?: { type: string };
  container?: unknown;
  [field: string]: unknown;
}

export function blocksIn({ content }: MessageParam): Block[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

export function sourceOf({ source }: Block): Record<string, unknown> {
  return typeof source === 'object' && source !== null ? { ...source } : {};
}
