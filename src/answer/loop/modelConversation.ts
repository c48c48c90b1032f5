import type { Content } from '@google/genai';
import type { Dialect } from '../codec/dialect.ts';
import { movePictures } from '../codec/refusedPictures.ts';
import type { LocalRequest } from '../request/prepareRequest.ts';

/** Tells a model to stop if no setting of the request can: if it writes its programs as text, or a cache has its tools. */
export const NO_MORE_RUNS = 'No more code is run now. Answer in words, with what you know.';

/** The contents that the model is sent: the question, and the turns after it. */
export class ModelConversation {
  #question: readonly Content[];
  #turns: readonly Content[];
  #dialect: Dialect;
  readonly #isCached: boolean;

  /** @param turns of an interrupted answer that goes on */
  constructor({ contents, dialect, isCached }: LocalRequest, turns: readonly Content[]) {
    this.#question = contents;
    this.#turns = turns;
    this.#dialect = dialect;
    this.#isCached = isCached;
  }

  get dialect(): Dialect {
    return this.#dialect;
  }

  /** The turns after the question: the model's own, and the results that it was sent. */
  get turns(): readonly Content[] {
    return this.#turns;
  }

  add(...turns: Content[]): void {
    this.#turns = [...this.#turns, ...turns];
  }

  /** @param isExhausted whether the model should answer without running more code */
  contents(isExhausted: boolean): Content[] {
    const contents = [...this.#question, ...this.#turns];
    const last = contents.at(-1);
    const isTold = isExhausted && (this.#isCached || this.#dialect.protocol === 'fences');
    if (!isTold || last?.role !== 'user') return contents;
    return [...contents.slice(0, -1), { ...last, parts: [...(last.parts ?? []), { text: NO_MORE_RUNS }] }];
  }

  /** Moves the pictures elsewhere if the model refused them. @returns whether that changed the contents, so that the model can be asked again */
  movePictures(error: unknown): boolean {
    const moved = movePictures({ contents: [...this.#question, ...this.#turns], dialect: this.#dialect }, error);
    if (!moved) return false;
    const { length } = this.#question;
    this.#question = moved.contents.slice(0, length);
    this.#turns = moved.contents.slice(length);
    this.#dialect = moved.dialect;
    return true;
  }
}
