import { Lexer, type MarkedOptions, type Token, Tokenizer } from 'marked';

/** The longest paragraph, item or cell, in characters. The time for emphasis and links grows with the square. */
const MAX_PIECE_LENGTH = 4000;
/** The maximum sum of the squared lengths. */
const MAX_WORK = 5e7;
/** The longest underlined heading, in characters. Without a limit, each paragraph would be searched for the line below it. */
const MAX_HEADING_LENGTH = 1000;
/** The maximum depth of nested lists and quotations. */
const MAX_DEPTH = 12;

/**
 * A Markdown lexer with a limit on its work: the text comes from models and untrusted code. Pieces that would take too long stay plain
 * text.
 */
export class BoundedLexer extends Lexer {
  #work = 0;
  #isInside = false;

  constructor(options: MarkedOptions) {
    super({ ...options, tokenizer: new BoundedTokenizer(options) });
  }

  override inlineTokens(text: string, tokens: Token[] = []): Token[] {
    // Nested text was counted with its parent.
    if (this.#isInside) return super.inlineTokens(text, tokens);
    const work = text.length ** 2;
    if (text.length > MAX_PIECE_LENGTH || this.#work + work > MAX_WORK) {
      tokens.push({ type: 'text', raw: text, text });
      return tokens;
    }
    this.#work += work;
    this.#isInside = true;
    try {
      return super.inlineTokens(text, tokens);
    } finally {
      this.#isInside = false;
    }
  }
}

/** Limits the depth: each level is a nested call. */
class BoundedTokenizer extends Tokenizer {
  #depth = 0;

  override blockquote(text: string): ReturnType<Tokenizer['blockquote']> {
    return this.#deeper(() => super.blockquote(text));
  }

  override list(text: string): ReturnType<Tokenizer['list']> {
    return this.#deeper(() => super.list(text));
  }

  override lheading(text: string): ReturnType<Tokenizer['lheading']> {
    return super.lheading(text.slice(0, MAX_HEADING_LENGTH));
  }

  #deeper<Found>(read: () => Found): Found | undefined {
    if (this.#depth === MAX_DEPTH) return undefined;
    this.#depth += 1;
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }
}
