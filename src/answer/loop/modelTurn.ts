import type {
  Content,
  FinishReason,
  FunctionCall,
  GenerateContentResponse,
  GenerateContentResponsePromptFeedback,
  Part,
} from '@google/genai';
import { candidateOf } from '../codec/candidate.ts';
import { hasContent, partsOf } from '../codec/chunk.ts';
import { asLanguage } from '../codec/codeFunctions.ts';
import { decodePart, executableCode } from '../codec/decode.ts';
import type { Dialect } from '../codec/dialect.ts';
import { IS_CUT_OFF, STOP } from '../codec/enums.ts';
import { FenceReader, fence, fencesToRun, type Piece } from '../codec/fences.ts';
import type { Program } from '../codec/languages.ts';
import type { Callables } from '../request/callables.ts';

/** A program or a call that the model asks for. */
export type Job =
  /** `call` is undefined if the program was written as text. */
  | { type: 'program'; program: Program; call?: FunctionCall }
  /** A call of an application's function that is made here. */
  | { type: 'call'; call: FunctionCall }
  /** A call that the application makes itself. */
  | { type: 'caller-call'; call: FunctionCall }
  /** A call of a function that the model was not offered. */
  | { type: 'unknown-call'; call: FunctionCall };

/** Random failures of models to write a call. A second attempt usually succeeds. */
const RANDOM_FAILURES: readonly string[] = ['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL', 'MALFORMED_RESPONSE'];

/** The model's turn in response to one request. */
export class ModelTurn {
  /** The unchanged parts, which are sent back: signatures hold only for the parts they are on. */
  readonly #parts: Part[] = [];
  readonly #jobs: Job[] = [];
  readonly #dialect: Dialect;
  readonly #callables: Callables;
  readonly #fences: FenceReader;
  /** Parts from the first call on: the application does not see the calls of a turn that is repeated. */
  readonly #held: Part[] = [];
  #finishReason: FinishReason | undefined;
  #feedback: GenerateContentResponsePromptFeedback | undefined;

  constructor(dialect: Dialect, callables: Callables) {
    this.#dialect = dialect;
    this.#callables = callables;
    this.#fences = new FenceReader(fencesToRun(dialect.protocol, dialect.functions.languages));
  }

  get finishReason(): FinishReason | undefined {
    return this.#finishReason;
  }

  /** The feedback on a blocked prompt, whose response has nothing else. */
  get blocked(): GenerateContentResponsePromptFeedback | undefined {
    return this.#finishReason === undefined && this.#parts.length === 0 ? this.#feedback : undefined;
  }

  /** The jobs, in order; none if the model was cut off, since a program may then be incomplete. */
  get jobs(): readonly Job[] {
    return this.#finishReason !== undefined && !IS_CUT_OFF[this.#finishReason] ? this.#jobs : [];
  }

  get content(): Content {
    return { role: 'model', parts: this.#parts };
  }

  /** @returns the server-shaped parts for the application */
  add(chunk: GenerateContentResponse): Part[] {
    this.#finishReason = candidateOf(chunk)?.finishReason ?? this.#finishReason;
    this.#feedback = chunk.promptFeedback ?? this.#feedback;
    const isLast = candidateOf(chunk)?.finishReason !== undefined;
    const parts = partsOf(chunk)
      .filter(hasContent)
      .flatMap((part) => this.#addPart(part, isLast));
    const firstCall = this.#held.length > 0 ? 0 : parts.findIndex(isOfCall);
    if (firstCall >= 0) this.#held.push(...parts.splice(firstCall));
    return parts;
  }

  /** Ends the turn. @returns the remaining parts for the application */
  end(): Part[] {
    const rest = this.#fences.end(this.#finishReason === STOP).map((piece) => this.#takePiece(piece));
    const held = this.failure === undefined ? this.#held : this.#held.filter((part) => !isOfCall(part));
    return [...held, ...rest];
  }

  /** Why the model should be asked again; `undefined` if the turn is usable. */
  get failure(): string | undefined {
    if (this.blocked) return undefined;
    if (this.#finishReason !== undefined && RANDOM_FAILURES.includes(this.#finishReason)) return this.#finishReason;
    if (this.#parts.length > 0) return undefined;
    if (this.#finishReason === undefined) return 'The stream ended before the answer was complete.';
    return this.#finishReason === STOP ? 'The answer was empty.' : undefined;
  }

  /** Contents to add before the model is asked again, if the failed turn had other parts than calls. */
  get correction(): Content[] {
    const said = this.#parts.filter(({ functionCall }) => !functionCall);
    if (said.length === 0) return [];
    const text = `Your turn ended with ${this.#finishReason}: nothing was run. Continue, and call functions with arguments that are valid JSON.`;
    return [
      { role: 'model', parts: said },
      { role: 'user', parts: [{ text }] },
    ];
  }

  #addPart(part: Part, isLast: boolean): Part[] {
    if (part.text && !part.thought) return this.#addText(part, isLast);
    const { functionCall, executableCode, codeExecutionResult } = part;
    // Any other part ends the text: a fence that is still open is never closed.
    const before = this.#fences.end(false).map((piece) => this.#takePiece(piece));
    if (functionCall) return [...before, ...this.#addCall(functionCall, part)];
    if (executableCode) return [...before, this.#addUnsolicited(part)];
    // The server ran this program already.
    if (codeExecutionResult && this.#jobs.at(-1)?.type === 'program') this.#jobs.pop();
    this.#parts.push(part);
    return [...before, part];
  }

  /** @param isLast whether the part came with the last chunk, so that no text is held back */
  #addText(part: Part, isLast: boolean): Part[] {
    this.#parts.push(part);
    const { text = '', ...rest } = part;
    const isSigned = part.thoughtSignature !== undefined;
    // A signature holds only for its own text: no earlier text is added to it, and none of it is held back.
    const before = isSigned ? this.#fences.flush().map((piece) => this.#takePiece(piece)) : [];
    const pieces = isSigned || isLast ? this.#fences.readAll(text) : this.#fences.read(text);
    const parts = pieces.map((piece) => this.#takePiece(piece));
    // A program at the end of the text can't carry the signature.
    if (isSigned && parts.at(-1)?.text === undefined) parts.push({ text: '' });
    const last = parts.pop();
    return [...before, ...parts, ...(last ? [last.text === undefined ? last : { ...last, ...rest }] : [])];
  }

  #takePiece(piece: Piece): Part {
    if ('text' in piece) return piece;
    this.#jobs.push({ type: 'program', program: piece.program });
    return executableCode(piece.program);
  }

  #addCall(call: FunctionCall, part: Part): Part[] {
    this.#parts.push(part);
    const program = this.#dialect.functions.programOf(call);
    if (!program) {
      // The application does not see calls of unknown functions.
      if (!this.#callables.isOffered(call)) {
        this.#jobs.push({ type: 'unknown-call', call });
        return [];
      }
      this.#jobs.push({ type: this.#callables.has(call) ? 'call' : 'caller-call', call });
      return [part];
    }
    this.#jobs.push({ type: 'program', program, call });
    // The application sees neither a call without a program nor its result.
    return program.code === undefined ? [] : [decodePart(part, this.#dialect.functions)];
  }

  /** Takes code that the model wrote as if it had the server's tool. It goes back as text, since the request lacks that tool. */
  #addUnsolicited(part: Part): Part {
    const { languages } = this.#dialect.functions;
    const { language: said, code = '' } = part.executableCode ?? {};
    // The API leaves out languages that it does not know, and models do so if there is only one.
    const language = languages.find((each) => each === String(said)) ?? languages[0] ?? 'PYTHON';
    this.#parts.push({ text: fence(language, code) });
    this.#jobs.push({ type: 'program', program: { language, code } });
    return { ...part, executableCode: { ...part.executableCode, language: asLanguage(language), code } };
  }
}

function isOfCall({ functionCall, executableCode, codeExecutionResult }: Part): boolean {
  return (functionCall ?? executableCode ?? codeExecutionResult) !== undefined;
}
