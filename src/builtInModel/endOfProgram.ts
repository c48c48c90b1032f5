import { FenceReader, fencesToRun, OUTPUT_FENCE } from '../answer/codec/fences.ts';
import type { CodeLanguage } from '../answer/codec/languages.ts';

/**
 * Finds the place where a model's turn has to end: after its first program, or before an output that the model makes up. The API has no
 * stop sequences, and small models go on with both.
 */
export class EndOfProgram {
  readonly #fences: FenceReader;
  /** Text of the last line that is not given yet, because an output may begin in it. */
  #held = '';
  #isStartOfLine = true;
  isReached = false;

  constructor(languages: readonly CodeLanguage[]) {
    this.#fences = new FenceReader(fencesToRun('fences', languages));
  }

  /** Gives the text up to the end, as far as it is clear. */
  read(text: string): string {
    let given = '';
    for (const piece of text.split(/(?<=\n)/)) {
      if (this.isReached) break;
      given += this.#readPiece(piece);
    }
    return given;
  }

  /** Gives the text that was held back, when there is no more. */
  end(): string {
    const rest = this.isReached ? '' : this.#held;
    this.#held = '';
    return rest;
  }

  /** @param piece of one line */
  #readPiece(piece: string): string {
    const text = this.#held + piece;
    this.#held = '';
    if (this.#isStartOfLine && text.trimStart().startsWith(OUTPUT_FENCE)) {
      this.isReached = true;
      return '';
    }
    if (this.#isStartOfLine && OUTPUT_FENCE.startsWith(text.trimStart())) {
      this.#held = text;
      return '';
    }
    this.#isStartOfLine = text.endsWith('\n');
    this.isReached = this.#fences.read(text).some((found) => 'program' in found);
    return text;
  }
}
