import { type Content, type FunctionCall, Language, type Part } from '@google/genai';
import type { ProgramRun } from '../../../../src/answer/loop/jobRunner.ts';
import type { Conversation, FunctionUse, ProgramCall, Saying, Turn } from './conversations.ts';

/** Written by Pillow: 7 × 5 pixels. */
export const PICTURE = {
  mimeType: 'image/png',
  data: 'iVBORw0KGgoAAAANSUhEUgAAAAcAAAAFCAIAAAAG+GGPAAAADElEQVR4nGNgoCcAAABuAAFIXXpjAAAAAElFTkSuQmCC',
};

/** What the model draws itself: 3 × 2 pixels. */
const DRAWING = {
  mimeType: 'image/png',
  data: 'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAADklEQVR4nGP4DwMMcBYAs2AR7za3GVIAAAAASUVORK5CYII=',
};

/** One turn of the model as it goes over the wire, and what is to come back for it. */
export interface IssuedTurn extends Omit<Turn, 'sayings'> {
  parts: Part[];
  /** What the programs come to that are run here, in order. */
  runs: ProgramRun[];
  /** The responses to calls that are answered here, in order. */
  responses: Part[];
  /** The responses that the caller gives. */
  callersResponses: Part[];
}

/** Gives out ids and signatures as the server does. */
export class Issuer {
  readonly #isGemini3: boolean;
  readonly #hasIds: boolean;
  #issued = 0;

  constructor({ model, hasIds }: Pick<Conversation, 'model' | 'hasIds'>) {
    this.#isGemini3 = model.startsWith('gemini-3');
    this.#hasIds = hasIds;
  }

  issue({ sayings, ...rest }: Turn): IssuedTurn {
    const turn: IssuedTurn = { ...rest, parts: [], runs: [], responses: [], callersResponses: [] };
    for (const saying of sayings) this.#add(saying, turn);
    return turn;
  }

  #add(saying: Saying, turn: IssuedTurn): void {
    const isFirstCall = !turn.parts.some(({ functionCall }) => functionCall);
    switch (saying.type) {
      case 'text':
      case 'thought': {
        const thought = saying.type === 'thought' && { thought: true };
        // Two parts with the same text, of which one is signed, could not be told apart.
        const text = saying.signed && saying.text !== '' ? `${this.#next('')}\n${saying.text}` : saying.text;
        turn.parts.push(this.#signed({ text, ...thought }, saying.signed));
        return;
      }
      case 'program':
      case 'function': {
        const functionCall: FunctionCall = { ...this.#id('call'), name: saying.name, args: argsOf(saying) };
        turn.parts.push(this.#signed({ functionCall }, saying.signed || (this.#isGemini3 && isFirstCall)));
        this.#expect(saying, functionCall, turn);
        return;
      }
      case 'empty call': {
        const functionCall = { ...this.#id('call'), name: 'run_python', args: { source: 'print(1)' } };
        turn.parts.push(this.#signed({ functionCall }, this.#isGemini3 && isFirstCall));
        return;
      }
      case 'unsolicited code':
        turn.parts.push({ executableCode: { language: Language.PYTHON, code: 'print(1)' } });
        return;
      case 'fenced code':
        turn.parts.push({ text: '\n```tool_code\nprint(1)\n```\n' });
        return;
      case 'drawing':
        turn.parts.push(this.#signed({ inlineData: DRAWING }, saying.signed));
        return;
      case 'search': {
        // Beside functions there is none before Gemini 3.
        if (!this.#isGemini3) return;
        const search = { id: this.#next('search'), toolType: 'GOOGLE_SEARCH_WEB' };
        turn.parts.push(
          this.#signed({ toolCall: { ...search, args: { queries: ['primes'] } } } as Part, true),
          this.#signed({ toolResponse: { ...search, response: { found: 2 } } } as Part, true),
        );
      }
    }
  }

  #expect(saying: ProgramCall | FunctionUse, { id, name = '' }: FunctionCall, turn: IssuedTurn): void {
    const respond = (response: Record<string, unknown>, more: object = {}): Part => ({
      functionResponse: { ...(id !== undefined && { id }), name, response, ...more },
    });
    if (saying.type === 'function') {
      const shown = saying.hasPicture ? this.#inside([PICTURE]) : {};
      if (name === 'look_up') turn.responses.push(respond({ output: saying.result }, shown));
      else turn.callersResponses.push(respond({ output: saying.result }));
      return;
    }
    const { outcome, output } = saying;
    const pictures = Array.from({ length: saying.pictures }, () => PICTURE);
    turn.runs.push({ outcome, output, pictures });
    const response = { outcome, [outcome === 'OUTCOME_OK' ? 'output' : 'error']: output };
    turn.responses.push(respond(response, this.#inside(pictures)));
  }

  #inside(pictures: (typeof PICTURE)[]): object {
    if (!this.#isGemini3 || pictures.length === 0) return {};
    return { parts: pictures.map((inlineData) => ({ inlineData })) };
  }

  #signed(part: Part, signed: boolean): Part {
    return signed ? { ...part, thoughtSignature: this.#next('signature') } : part;
  }

  #id(prefix: string): { id?: string } {
    return this.#isGemini3 && this.#hasIds ? { id: this.#next(prefix) } : {};
  }

  #next(prefix: string): string {
    this.#issued += 1;
    return `${prefix}-${this.#issued}`;
  }
}

function argsOf(saying: ProgramCall | FunctionUse): Record<string, unknown> {
  return saying.type === 'program' ? { code: saying.code } : saying.args;
}

/** Contents with one part for unsigned text that follows unsigned text: streams may be cut anywhere. */
export function withoutCuts(contents: readonly Content[]): Content[] {
  return contents.map((content) => ({ ...content, parts: joinCuts(content.parts ?? []) }));
}

function joinCuts(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last && isPlainText(last) && isPlainText(part) && last.thought === part.thought)
      joined[joined.length - 1] = { ...last, text: `${last.text}${part.text}` };
    else joined.push(part);
  }
  return joined.filter((part) => part.text !== '' || part.thoughtSignature !== undefined);
}

function isPlainText({ text, thoughtSignature }: Part): boolean {
  return text !== undefined && thoughtSignature === undefined;
}
