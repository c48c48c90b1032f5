import type { CodeLanguage, Program } from './languages.ts';

/** Ends what the model says, so that it does not go on and make up what its program printed. */
export const OUTPUT_FENCE = '```output';

/** A piece of what a model said: words, or a program between fences. */
export type Piece = { text: string } | { program: Program & { code: string } };

const LANGUAGES: Readonly<Record<string, CodeLanguage>> = {
  python: 'PYTHON',
  python3: 'PYTHON',
  py: 'PYTHON',
  // What Gemini was trained to write where it has the tool, and writes at times where it has not.
  tool_code: 'PYTHON',
  javascript: 'JAVASCRIPT',
  js: 'JAVASCRIPT',
};
/** The names of fences that are run in a request that offers functions: there, any other is a listing for the reader. */
const ALWAYS_RUN = ['tool_code'];

const OPENING = /^[ \t]*```[ \t]*([\w+-]+)[ \t]*\r?\n$/;
const CLOSING = /^[ \t]*```[ \t]*\r?\n?$/;

/** The names of fences whose contents are run. */
export function fencesToRun(protocol: 'functions' | 'fences', languages: readonly CodeLanguage[]): string[] {
  const names = Object.keys(LANGUAGES).filter((name) => languages.includes(LANGUAGES[name] ?? 'PYTHON'));
  return protocol === 'fences' ? names : names.filter((name) => ALWAYS_RUN.includes(name));
}

/** Finds programs in text that is streamed, wherever it is cut. Text is passed on as soon as it is clear that no fence begins in it. */
export class FenceReader {
  readonly #names: readonly string[];
  #line = '';
  /** Characters of the line that were passed on already. */
  #given = 0;
  #open: { language: CodeLanguage; opening: string; lines: string[] } | undefined;

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  read(text: string): Piece[] {
    const pieces: Piece[] = [];
    for (const line of text.split(/(?<=\n)/)) {
      this.#line += line;
      if (this.#line.endsWith('\n')) pieces.push(...this.#takeLine());
      else if (!mayOpenFence(this.#line)) pieces.push(...this.flush());
    }
    return joinText(pieces);
  }

  /** Reads text and holds nothing of it back, though a fence that begins in it is still found. */
  readAll(text: string): Piece[] {
    return joinText([...this.read(text), ...this.flush()]);
  }

  /** Passes on what is held back because a fence may begin in it. */
  flush(): Piece[] {
    if (this.#open || this.#given === this.#line.length) return [];
    const text = this.#line.slice(this.#given);
    this.#given = this.#line.length;
    return [{ text }];
  }

  /** What is left when the model has ended. @param complete whether it was not cut off: a program without its end may be half of one */
  end(complete: boolean): Piece[] {
    const rest = this.#line === '' ? [] : this.#takeLine();
    if (!this.#open) return rest;
    const { language, opening, lines } = this.#open;
    this.#open = undefined;
    const code = lines.join('');
    return [...rest, complete ? { program: { language, code } } : { text: `${opening}${code}` }];
  }

  #takeLine(): Piece[] {
    const line = this.#line;
    const rest = line.slice(this.#given);
    this.#line = '';
    this.#given = 0;
    if (this.#open) {
      if (!CLOSING.test(line)) {
        this.#open.lines.push(line);
        return [];
      }
      const { language, lines } = this.#open;
      this.#open = undefined;
      return [{ program: { language, code: lines.join('') } }];
    }
    const name = OPENING.exec(line)?.[1]?.toLowerCase() ?? '';
    const language = this.#names.includes(name) ? LANGUAGES[name] : undefined;
    if (!language) return joinText([{ text: rest }]);
    this.#open = { language, opening: rest, lines: [] };
    return [];
  }
}

/** Whether a line that has not ended yet could be the opening of a fence. */
function mayOpenFence(line: string): boolean {
  return /^[ \t]*(`{1,3}$|```[ \t]*[\w+-]*[ \t]*\r?$|$)/.test(line);
}

function joinText(pieces: Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last && 'text' in last && 'text' in piece) last.text += piece.text;
    else joined.push(piece);
  }
  return joined.filter((piece) => !('text' in piece) || piece.text !== '');
}

/** A program as a model writes it that cannot call functions. */
export function fence(language: string | undefined, code: string): string {
  const name = language === 'JAVASCRIPT' ? 'javascript' : 'python';
  return `\`\`\`${name}\n${code.replace(/\n?$/, '\n')}\`\`\``;
}

/** What came of a program, as such a model is told. */
export function outputFence(outcome: string | undefined, output: string): string {
  return `${OUTPUT_FENCE}\n${output.replace(/\n?$/, '\n')}\`\`\`\n${outcome ?? 'OUTCOME_UNSPECIFIED'}`;
}
