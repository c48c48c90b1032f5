/** The nesting of a source text. */
export interface SourceDepth {
  /**
   * An upper limit of the expressions and branches inside each other. Successive ones, such as the elements of a list, don't add up; but
   * those of `elif` do, since Python nests them, and count one and a half each.
   */
  expressions: number;
  /** Brackets inside each other. */
  brackets: number;
}

/** A string whose end has not come yet. */
interface OpenString {
  quote: string;
  /** Whether it may have expressions in braces. */
  formatted: boolean;
}

type Level = {
  /** Operators so far. Each may be an operand of the next. */
  operators: number;
  /** Lambdas whose colon has not come yet. */
  lambdas: number;
  /** The string that this expression is in. */
  string?: OpenString;
  /** Whether it is in the format of another expression, like the second one in `f'{price:{width}}'`. */
  inFormat?: boolean;
};

/** The weight of an `elif` branch: it takes some 1,000 bytes of the browser's stack, an expression 640. */
const BRANCH = 1.5;
const OPERATORS = '+-*/%@&|^~.';
const WORDS = new Set(['not', 'lambda', 'await', 'if', 'else']);
const WORD = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/y;
const NUMBER = /\d[\w.]*/y;
const PREFIX = /^(?:[rbuft]{1,2})$/i;

/** Scans a text once, without Python's grammar: in doubt, the result is too deep rather than too shallow. */
export function sourceDepth(text: string): SourceDepth {
  const scan = new Scan(text);
  scan.run();
  return { expressions: scan.deepest, brackets: scan.maxBrackets };
}

class Scan {
  deepest = 0;
  maxBrackets = 0;
  readonly #text: string;
  #at = 0;
  #levels: Level[] = [{ operators: 0, lambdas: 0 }];
  /** Operators and brackets of all levels, and branches. */
  #depth = 0;
  /** Whether a statement may begin here. */
  #isFirst = true;
  /** Nested branches, by the indentation of their lines. */
  readonly #branches = new Map<number, number>();

  constructor(text: string) {
    this.#text = text;
  }

  run(): void {
    while (this.#at < this.#text.length) this.#step(this.#text.charAt(this.#at));
  }

  get #level(): Level {
    return this.#levels.at(-1) as Level;
  }

  #step(character: string): void {
    if (this.#isFirst && !/[\s#]/.test(character)) this.#beginStatement();
    if (/[A-Za-z_\u0080-\uffff]/.test(character)) this.#word(this.#match(WORD));
    else if (/\d/.test(character)) this.#match(NUMBER);
    else {
      this.#at += 1;
      this.#sign(character);
    }
  }

  #sign(character: string): void {
    if (OPERATORS.includes(character)) this.#count();
    else if ('([{'.includes(character)) this.#open({ operators: 0, lambdas: 0 });
    else if (')]}'.includes(character)) this.#close();
    else if (',;'.includes(character)) this.#separator();
    else if (character === '"' || character === "'") this.#string(this.#quoteBehind(character), '');
    else if (character === '\n') this.#lineEnd();
    else if (character === ':') this.#colon();
    else if (character === '=') this.#equals();
    else if (character === '#') this.#comment();
    // The line goes on.
    else if (character === '\\') this.#at += 1;
    else if ('<>'.includes(character) && this.#text[this.#at] === character) this.#count();
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ''] = pattern.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }

  #word(word: string): void {
    const next = this.#text.charAt(this.#at);
    if ((next === '"' || next === "'") && PREFIX.test(word)) {
      this.#at += 1;
      this.#string(this.#quoteBehind(next), word.toLowerCase());
      return;
    }
    if (word === 'lambda') this.#level.lambdas += 1;
    if (WORDS.has(word)) this.#count();
  }

  #beginStatement(): void {
    this.#isFirst = false;
    const indent = this.#at - this.#text.lastIndexOf('\n', this.#at - 1) - 1;
    const goesOn = this.#text.startsWith('el', this.#at);
    for (const [other, count] of this.#branches) {
      if (other < indent || (goesOn && other === indent)) continue;
      this.#depth -= count;
      this.#branches.delete(other);
    }
    if (!this.#text.startsWith('elif', this.#at)) return;
    this.#branches.set(indent, (this.#branches.get(indent) ?? 0) + BRANCH);
    this.#deepen(BRANCH);
  }

  #count(): void {
    this.#level.operators += 1;
    this.#deepen(1);
  }

  #deepen(by: number): void {
    this.#depth += by;
    if (this.#depth > this.deepest) this.deepest = this.#depth;
  }

  /** Begins a separate expression. */
  #begin(): void {
    this.#depth -= this.#level.operators;
    this.#level.operators = 0;
  }

  #open(level: Level): void {
    this.#count();
    this.#levels.push(level);
    if (this.#levels.length - 1 > this.maxBrackets) this.maxBrackets = this.#levels.length - 1;
  }

  #close(): void {
    if (this.#levels.length === 1) return;
    this.#begin();
    const { string, inFormat } = this.#levels.pop() as Level;
    if (string) this.#stringText(string, inFormat);
  }

  /** A comma between the parameters of a lambda separates no expressions. */
  #separator(): void {
    if (this.#level.lambdas === 0) this.#begin();
  }

  #lineEnd(): void {
    if (this.#levels.length > 1) return;
    this.#isFirst = true;
    this.#begin();
  }

  #colon(): void {
    if (this.#level.lambdas > 0) this.#level.lambdas -= 1;
    else if (this.#level.string) this.#stringText(this.#level.string, true);
    else this.#begin();
  }

  /** An assignment, not a comparison. */
  #equals(): void {
    const isComparison = this.#text[this.#at] === '=' || '=!<>'.includes(this.#text.charAt(this.#at - 2));
    if (!isComparison && this.#level.lambdas === 0) this.#begin();
  }

  #comment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end === -1 ? this.#text.length : end;
  }

  #quoteBehind(first: string): string {
    if (!this.#text.startsWith(first + first, this.#at)) return first;
    this.#at += 2;
    return first.repeat(3);
  }

  #string(quote: string, prefix: string): void {
    this.#stringText({ quote, formatted: /[ft]/.test(prefix) });
  }

  /** Goes to the end of a string, or to the next expression in it. `inFormat`: to the end of the format of one, which is a brace. */
  #stringText(string: OpenString, inFormat = false): void {
    const { quote, formatted } = string;
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      if (this.#text.startsWith(quote, this.#at)) {
        this.#at += quote.length;
        if (inFormat) this.#giveUp();
        return;
      }
      if (character === '\n' && quote.length === 1) return;
      this.#at += character === '\\' ? 2 : 1;
      if (!formatted) continue;
      if (inFormat && character === '}') {
        this.#close();
        return;
      }
      if (character !== '{') continue;
      if (inFormat || this.#text[this.#at] !== '{') {
        this.#open({ operators: 0, lambdas: 0, string, inFormat });
        return;
      }
      this.#at += 1;
    }
  }

  /** Ends an expression in a string that ended before it did. Python refuses such a text. */
  #giveUp(): void {
    this.#begin();
    this.#levels.pop();
  }
}
