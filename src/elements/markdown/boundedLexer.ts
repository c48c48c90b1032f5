import { Lexer, type MarkedOptions, type Token, Tokenizer } from 'marked';

/** Characters of a paragraph, an item or a cell. The time that emphasis and addresses take grows with their square. */
const MAX_PIECE_LENGTH = 4000;
/** The sum of the squares of all pieces. */
const MAX_WORK = 5e7;
/** Characters of a heading that is underlined. Without an end, each paragraph is looked through for the line below it. */
const MAX_HEADING_LENGTH = 1000;
/** Lists and quotations inside of each other. */
const DEEPEST = 12;

/**
 * Reads Markdown without taking long, whatever is in it: models write it, and code that is not trusted. A piece that would take long
 * stays as it was written.
 */
export class BoundedLexer extends Lexer {
  #work = 0;
  #isInside = false;

  constructor(options: MarkedOptions) {
    super({ ...options, tokenizer: new BoundedTokenizer(options) });
  }

  override inlineTokens(text: string, tokens: Token[] = []): Token[] {
    // What is inside of something was counted with it.
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

/** Goes only so deep: each level is a call within a call. */
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
    if (this.#depth === DEEPEST) return undefined;
    this.#depth += 1;
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }
}
