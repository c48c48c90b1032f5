import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import { simulateReadableStream } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';

/** What a model says in one turn, and what it must have been asked before. */
export interface ScriptedTurn {
  content: LanguageModelV4Content[];
  usage?: { input: number; output: number };
  /** Instead of `'tool-calls'` if there are calls, and else `'stop'`. */
  finishReason?: 'stop' | 'length' | 'tool-calls' | 'content-filter';
}

/** A model that says what is scripted, whole or streamed, and keeps what it was asked. */
export function scriptedModel(
  turns: readonly (ScriptedTurn | Error)[],
  names: { provider?: string; modelId?: string } = {},
) {
  const asked: LanguageModelV4CallOptions[] = [];
  const next = (options: LanguageModelV4CallOptions): ScriptedTurn => {
    const turn = turns[asked.length];
    const { abortSignal: _, ...rest } = options;
    asked.push(structuredClone(rest));
    if (!turn) throw new Error('The script has no more turns.');
    if (turn instanceof Error) throw turn;
    return turn;
  };
  const model: LanguageModelV4 = new MockLanguageModelV4({
    ...names,
    doGenerate: async (options) => {
      const turn = next(options);
      return {
        content: turn.content,
        ...endOf(turn),
        response: { id: `response-${asked.length}`, modelId: 'scripted' },
        warnings: [],
      };
    },
    doStream: async (options) => ({
      stream: simulateReadableStream({ chunks: streamOf(next(options), asked.length) }),
    }),
  });
  return { model, asked };
}

function endOf({ content, usage = { input: 10, output: 5 }, finishReason }: ScriptedTurn) {
  const isCalling = content.some((part) => part.type === 'tool-call' && !part.providerExecuted);
  const unified = finishReason ?? (isCalling ? ('tool-calls' as const) : ('stop' as const));
  return {
    finishReason: { unified, raw: unified },
    usage: {
      inputTokens: { total: usage.input, noCache: usage.input, cacheRead: 0, cacheWrite: undefined },
      outputTokens: { total: usage.output, text: usage.output, reasoning: 0 },
    },
  };
}

/** Streams a turn as providers do: words and arguments in pieces. */
export function streamOf(turn: ScriptedTurn, number: number): LanguageModelV4StreamPart[] {
  const parts = turn.content.flatMap((part, index): LanguageModelV4StreamPart[] => {
    const id = String(index);
    const { providerMetadata } = part;
    const metadata = providerMetadata && { providerMetadata };
    if (part.type === 'text' || part.type === 'reasoning') {
      const half = Math.ceil(part.text.length / 2);
      return [
        { type: `${part.type}-start`, id, ...metadata },
        { type: `${part.type}-delta`, id, delta: part.text.slice(0, half) },
        { type: `${part.type}-delta`, id, delta: part.text.slice(half) },
        { type: `${part.type}-end`, id, ...metadata },
      ];
    }
    if (part.type !== 'tool-call' || part.providerExecuted) return [part as LanguageModelV4StreamPart];
    const { toolCallId, toolName, input } = part;
    return [
      { type: 'tool-input-start', id: toolCallId, toolName },
      { type: 'tool-input-delta', id: toolCallId, delta: input.slice(0, 5) },
      { type: 'tool-input-delta', id: toolCallId, delta: input.slice(5) },
      { type: 'tool-input-end', id: toolCallId },
      part,
    ];
  });
  return [
    { type: 'stream-start', warnings: [] },
    { type: 'response-metadata', id: `response-${number}`, modelId: 'scripted' },
    ...parts,
    { type: 'finish', ...endOf(turn) },
  ];
}

let calls = 0;

/** A call of a tool that the model makes. */
export function callOf(toolName: string, input: unknown): Extract<LanguageModelV4Content, { type: 'tool-call' }> {
  calls += 1;
  return { type: 'tool-call', toolCallId: `call-${calls}`, toolName, input: JSON.stringify(input) };
}

export const text = (words: string): LanguageModelV4Content => ({ type: 'text', text: words });

/** A promise that a test settles. */
export function gate(): { opened: Promise<unknown>; open: (value?: unknown) => void } {
  let open = (_?: unknown) => {};
  const opened = new Promise<unknown>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** The latest message that the model was sent. */
export function latestMessage(asked: readonly LanguageModelV4CallOptions[]) {
  return asked.at(-1)?.prompt.at(-1);
}
