import type { Content, StreamPart } from './spec.ts';

/** Texts, which are streamed in pieces. */
const TEXTS: readonly string[] = ['text', 'reasoning'];

/** Gives the parts that would have streamed an answer. */
export function* streamOf(content: readonly Content[]): Generator<StreamPart> {
  for (const [index, { type, text = '', ...rest }] of content.entries()) {
    if (!TEXTS.includes(type)) {
      yield { type, ...rest, ...(text !== '' && { text }) };
      continue;
    }
    const id = String(index);
    const { providerMetadata, ...others } = rest;
    const metadata = providerMetadata && { providerMetadata };
    yield { type: `${type}-start`, id, ...metadata };
    if (text !== '') yield { type: `${type}-delta`, id, delta: text };
    yield { type: `${type}-end`, id, ...others, ...metadata };
  }
}

/** Joins the parts of a streamed answer. */
export class ContentCollector {
  readonly content: Content[] = [];
  readonly #texts = new Map<string | undefined, Content>();

  add(part: StreamPart): void {
    const [, kind, step] = /^(text|reasoning)-(start|delta|end)$/.exec(part.type) ?? [];
    if (kind !== undefined) this.#addText(kind, step, part);
    else if (!NO_CONTENT.test(part.type)) this.content.push(part);
  }

  #addText(kind: string, step: string | undefined, { type: _, id, delta = '', ...rest }: StreamPart): void {
    if (step === 'start') {
      const text: Content = { type: kind, text: '' };
      this.#texts.set(id, text);
      this.content.push(text);
    }
    const text = this.#texts.get(id);
    if (text) Object.assign(text, rest, { text: (text.text ?? '') + delta });
  }
}

/** Parts that are about the stream. */
const NO_CONTENT = /^(tool-input-(start|delta|end)|stream-start|response-metadata|finish|error|raw|ping)$/;
