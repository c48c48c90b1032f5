import type { CodeExecutionResult, Blob as InlineData } from '@google/genai';
import { readLanguage } from '../../answer/codec/languages.ts';
import type { LocalPart } from '../../answer/codec/localCall.ts';
import { readOutcome } from '../../answer/codec/outcome.ts';
import type { CodeTool } from './codeShapes.ts';
import { type Block, markAs, type ReceivedPart } from './marks.ts';
import type { StreamPart } from './spec.ts';

type AnswerPart = ReceivedPart & LocalPart;

/** Writes the parts of an answer as the provider's package would have streamed them, if the provider's own tool had run the code. */
export class AnswerWriter {
  readonly #tool: CodeTool;
  readonly #isV3: boolean;
  /** The texts that have begun, with their ids; `undefined` for words that came without a text of the model. */
  readonly #open = new Map<Block | undefined, string>();
  /** The ids of all texts. */
  readonly #ids = new Set<string>();
  /** The programs that have no result yet, in order. */
  readonly #running: string[] = [];

  constructor(tool: CodeTool, isV3: boolean) {
    this.#tool = tool;
    this.#isV3 = isV3;
  }

  /** @param parts of one chunk: pictures and files follow the result that they belong to */
  *write(parts: readonly AnswerPart[]): Generator<StreamPart> {
    for (const [index, part] of parts.entries()) {
      const { executableCode, codeExecutionResult, received, text } = part;
      if (executableCode) yield* this.#writeCode(part);
      else if (codeExecutionResult) yield* this.#writeResult(codeExecutionResult, parts.slice(index + 1));
      else if (received) for (const event of received.events) yield* this.#writeEvent(event, received.of, text);
      else if (text) yield* this.#writeWords(text);
    }
  }

  /** Ends the texts that are still open. */
  *end(): Generator<StreamPart> {
    for (const [block, id] of this.#open)
      yield { type: block?.part?.type === 'reasoning' ? 'reasoning-end' : 'text-end', id };
    this.#open.clear();
  }

  *#writeCode({ executableCode = {}, localCall, received }: AnswerPart): Generator<StreamPart> {
    yield* this.end();
    const { name: toolName, shape } = this.#tool;
    const { language, code = '' } = executableCode;
    const { toolCallId = `code_${crypto.randomUUID()}`, providerOptions: providerMetadata } = received?.of.part ?? {};
    this.#running.push(toolCallId);
    if (shape.streamInput) {
      yield { type: 'tool-input-start', id: toolCallId, toolName, providerExecuted: true };
      for (const delta of shape.streamInput(code)) yield { type: 'tool-input-delta', id: toolCallId, delta };
      yield { type: 'tool-input-end', id: toolCallId };
    }
    const input = JSON.stringify(shape.call(code, readLanguage(language)));
    const mark = markAs({ name: localCall?.name, providerMetadata });
    yield { type: 'tool-call', toolCallId, toolName, input, providerExecuted: true, providerMetadata: mark };
  }

  *#writeResult(
    { outcome: said, output = '' }: CodeExecutionResult,
    rest: readonly AnswerPart[],
  ): Generator<StreamPart> {
    const { name: toolName, shape } = this.#tool;
    const toolCallId = this.#running.shift() ?? '';
    const outcome = readOutcome(said);
    const made = rest.flatMap(({ inlineData, received }) => (inlineData && !received ? inlineData : []));
    const shown = made.filter(({ displayName }) => displayName === undefined);
    const pictures = shape.hasPictures ? shown.map(({ mimeType = '', data = '' }) => ({ mimeType, data })) : [];
    const result = shape.result({ outcome, output, pictures });
    yield { type: 'tool-result', toolCallId, toolName, result, providerMetadata: markAs({ outcome }) };
    for (const file of made) if (!shape.hasPictures || !shown.includes(file)) yield this.#fileOf(file);
  }

  #fileOf({ mimeType: mediaType = '', data = '', displayName: name }: InlineData): StreamPart {
    const providerMetadata = markAs({ name });
    return { type: 'file', mediaType, data: this.#isV3 ? data : { type: 'data', data }, providerMetadata };
  }

  /** Passes an event of the model on. Texts get ids of the whole answer. */
  *#writeEvent(event: StreamPart, of: Block, text: string | undefined): Generator<StreamPart> {
    const [, kind, step] = /^(text|reasoning)-(start|delta|end)$/.exec(event.type) ?? [];
    if (kind === undefined) {
      yield event;
      return;
    }
    // A text that code has interrupted is over.
    if (step === 'end' && !this.#open.has(of)) return;
    const id = this.#open.get(of) ?? this.#idFor(of);
    if (!this.#open.has(of)) yield { ...(step === 'start' && event), type: `${kind}-start`, id };
    this.#open.set(of, id);
    if (step === 'delta') yield { ...event, id, ...(text !== undefined && { delta: text }) };
    if (step !== 'end') return;
    this.#open.delete(of);
    yield { ...event, id };
  }

  /** Writes words that were held back, because a program might have begun in them. */
  *#writeWords(delta: string): Generator<StreamPart> {
    const open = [...this.#open].find(([block]) => block?.part?.type !== 'reasoning')?.[1];
    const id = open ?? this.#idFor(undefined);
    if (open === undefined) {
      yield { type: 'text-start', id };
      this.#open.set(undefined, id);
    }
    yield { type: 'text-delta', id, delta };
  }

  #idFor(block: Block | undefined): string {
    const wanted = block?.id ?? 'words';
    const id = this.#ids.has(wanted) ? `${wanted}:${this.#ids.size}` : wanted;
    this.#ids.add(id);
    return id;
  }
}
