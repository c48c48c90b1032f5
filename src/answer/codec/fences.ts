import type { Part } from '@google/genai';
import type { CodeLanguage, Program } from './languages.ts';

/** Stop sequence, so that the model does not make up the output of its program. */
export const OUTPUT_FENCE = '```output';

/** A piece of a model's text: words, or a program between fences. */
export type Piece = { text: string } | { program: Program & { code: string } };

const LANGUAGES: Readonly<Record<string, CodeLanguage>> = {
  python: 'PYTHON',
  python3: 'PYTHON',
  py: 'PYTHON',
  // Gemini was trained to write this with its own tool, and sometimes writes it without.
  tool_code: 'PYTHON',
  javascript: 'JAVASCRIPT',
  js: 'JAVASCRIPT',
};
/** Fences that are run even if the request offers functions. Others are listings for the user then. */
const ALWAYS_RUN = ['tool_code'];

const OPENING = /^[ \t]*```[ \t]*([\w+-]+)[ \t]*\r?\n$/;
const CLOSING = /^[ \t]*```[ \t]*\r?\n?$/;

/** The names of the fences whose contents are run. */
export function fencesToRun(protocol: 'functions' | 'fences', languages: readonly CodeLanguage[]): string[] {
  const names = Object.keys(LANGUAGES).filter((name) => languages.includes(LANGUAGES[name] ?? 'PYTHON'));
  return protocol === 'fences' ? names : names.filter((name) => ALWAYS_RUN.includes(name));
}

/** Finds programs in streamed text, wherever it is cut. Passes text on as soon as it is clear that no fence begins in it. */
export class FenceReader {
  readonly #names: readonly string[];
  #line = '';
  /** Characters of the line that were already passed on. */
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

  /** Reads text without holding any of it back. Still finds a fence that begins in it. */
  readAll(text: string): Piece[] {
    return joinText([...this.read(text), ...this.flush()]);
  }

  /** Passes on the text that is held back because a fence may begin in it. */
  flush(): Piece[] {
    if (this.#open || this.#given === this.#line.length) return [];
    const text = this.#line.slice(this.#given);
    this.#given = this.#line.length;
    return [{ text }];
  }

  /** Gives the rest at the end. @param complete whether the model was not cut off: a program without a closing fence may be incomplete */
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

/** Whether an incomplete line could become an opening fence. */
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

/** Writes a program as a model does that can't call functions. */
export function fence(language: string | undefined, code: string): string {
  const name = language === 'JAVASCRIPT' ? 'javascript' : 'python';
  return `\`\`\`${name}\n${code.replace(/\n?$/, '\n')}\`\`\``;
}

/** Writes code, or its result, as text for those that don't know such parts. Other parts stay as they are. */
export function codeAsText(part: Part): Part {
  const { executableCode: program, codeExecutionResult: result } = part;
  if (program) return { text: fence(program.language, program.code ?? '') };
  return result ? { text: `\n${outputFence(result.outcome, result.output ?? '')}\n` } : part;
}

/** Writes the result of a program for such a model. */
export function outputFence(outcome: string | undefined, output: string): string {
  return `${OUTPUT_FENCE}\n${output.replace(/\n?$/, '\n')}\`\`\`\n${outcome ?? 'OUTCOME_UNSPECIFIED'}`;
}
