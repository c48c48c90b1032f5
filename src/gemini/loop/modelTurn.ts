import {
  type Content,
  FinishReason,
  type FunctionCall,
  type GenerateContentResponse,
  type GenerateContentResponsePromptFeedback,
  type Part,
} from '@google/genai';
import { candidateOf } from '../codec/candidate.ts';
import { hasContent, partsOf } from '../codec/chunk.ts';
import { decodePart, executableCode } from '../codec/decode.ts';
import type { Dialect } from '../codec/dialect.ts';
import { FenceReader, fence, fencesToRun, type Piece } from '../codec/fences.ts';
import { asLanguage, type Program } from '../codec/languages.ts';
import type { Callables } from '../request/callables.ts';

/** What the model wants to have done, in the order in which it said so. */
export type Job =
  /** `call`: what asked for it, unless it was written as text. */
  | { type: 'program'; program: Program; call?: FunctionCall }
  /** A function that is called here. */
  | { type: 'call'; call: FunctionCall }
  /** A function of the caller's, which the caller calls. */
  | { type: 'caller-call'; call: FunctionCall }
  /** A function that the model was not offered. */
  | { type: 'unknown-call'; call: FunctionCall };

/** Models fail to write their call, or call what they were not offered, by chance: asked again, they mostly do better. */
const BY_CHANCE: readonly string[] = [
  FinishReason.MALFORMED_FUNCTION_CALL,
  FinishReason.UNEXPECTED_TOOL_CALL,
  FinishReason.MALFORMED_RESPONSE,
];

/** The reasons that say that a turn is not whole. Those that servers beside Google's invent, such as `tool_calls`, do not. */
const CUT_OFF: readonly string[] = Object.values(FinishReason).filter(
  (reason) => reason !== FinishReason.STOP && reason !== FinishReason.FINISH_REASON_UNSPECIFIED,
);

/** What the model said in answer to one request. */
export class ModelTurn {
  /** What goes back to it: as it came, since signatures hold for the very parts they are on. */
  readonly #parts: Part[] = [];
  readonly #jobs: Job[] = [];
  readonly #dialect: Dialect;
  readonly #callables: Callables;
  readonly #fences: FenceReader;
  /** From the first call on: the caller does not see calls of a turn that the model is to take once more. */
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

  /** What was said of the prompt, where it was blocked: then there is nothing else. */
  get blocked(): GenerateContentResponsePromptFeedback | undefined {
    return this.#finishReason === undefined && this.#parts.length === 0 ? this.#feedback : undefined;
  }

  /** What is to be done: nothing where the model was cut off, since a program may then be half a program. */
  get jobs(): readonly Job[] {
    return this.#finishReason !== undefined && !CUT_OFF.includes(this.#finishReason) ? this.#jobs : [];
  }

  get content(): Content {
    return { role: 'model', parts: this.#parts };
  }

  /** @returns what the caller sees of it, as the server would have sent it */
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

  /** @returns the rest of what the caller sees, when no more comes */
  end(): Part[] {
    const rest = this.#fences.end(this.#finishReason === FinishReason.STOP).map((piece) => this.#takePiece(piece));
    const held = this.failure === undefined ? this.#held : this.#held.filter((part) => !isOfCall(part));
    return [...held, ...rest];
  }

  /** Why the model had better be asked once more; `undefined` where it said what it had to say. */
  get failure(): string | undefined {
    if (this.blocked) return undefined;
    if (this.#finishReason !== undefined && BY_CHANCE.includes(this.#finishReason)) return this.#finishReason;
    if (this.#parts.length > 0) return undefined;
    if (this.#finishReason === undefined) return 'The stream ended before the answer did.';
    return this.#finishReason === FinishReason.STOP ? 'The answer was empty.' : undefined;
  }

  /** What is added to the conversation before the model is asked once more, where it had said something already. */
  get correction(): Content[] {
    const said = this.#parts.filter(({ functionCall }) => !functionCall);
    if (said.length === 0) return [];
    const text = `Your turn ended with ${this.#finishReason}: nothing was run. Go on, and call functions with arguments that are valid JSON.`;
    return [
      { role: 'model', parts: said },
      { role: 'user', parts: [{ text }] },
    ];
  }

  #addPart(part: Part, isLast: boolean): Part[] {
    if (part.text && !part.thought) return this.#addText(part, isLast);
    const { functionCall, executableCode, codeExecutionResult } = part;
    // What comes after text ends it: a program between fences that is not closed by then never will be.
    const before = this.#fences.end(false).map((piece) => this.#takePiece(piece));
    if (functionCall) return [...before, ...this.#addCall(functionCall, part)];
    if (executableCode) return [...before, this.#addUnsolicited(part)];
    // It was run where it was written.
    if (codeExecutionResult && this.#jobs.at(-1)?.type === 'program') this.#jobs.pop();
    this.#parts.push(part);
    return [...before, part];
  }

  /** @param isLast whether it came with the last chunk, so that nothing has to wait for what follows */
  #addText(part: Part, isLast: boolean): Part[] {
    this.#parts.push(part);
    const { text = '', ...rest } = part;
    const isSigned = part.thoughtSignature !== undefined;
    // A signature holds for the text that it came with: none is added from before, and none is held back.
    const before = isSigned ? this.#fences.flush().map((piece) => this.#takePiece(piece)) : [];
    const pieces = isSigned || isLast ? this.#fences.readAll(text) : this.#fences.read(text);
    const parts = pieces.map((piece) => this.#takePiece(piece));
    // Nor does it hold for a program that the text ends with.
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
      // Calls of what nobody has offered are between the model and us, too.
      if (!this.#callables.isOffered(call)) {
        this.#jobs.push({ type: 'unknown-call', call });
        return [];
      }
      this.#jobs.push({ type: this.#callables.has(call) ? 'call' : 'caller-call', call });
      return [part];
    }
    this.#jobs.push({ type: 'program', program, call });
    // A call without a program is between the model and us: the caller sees neither it nor its result.
    return program.code === undefined ? [] : [decodePart(part, this.#dialect.functions)];
  }

  /** Code that the model wrote as if it had the server's tool. It goes back as text, since the request does not have that tool. */
  #addUnsolicited(part: Part): Part {
    const { languages } = this.#dialect.functions;
    const { language: said, code = '' } = part.executableCode ?? {};
    // The API says nothing of a language that it has no name for, and models say nothing where there is only one.
    const language = languages.find((each) => each === String(said)) ?? languages[0] ?? 'PYTHON';
    this.#parts.push({ text: fence(language, code) });
    this.#jobs.push({ type: 'program', program: { language, code } });
    return { ...part, executableCode: { ...part.executableCode, language: asLanguage(language), code } };
  }
}

function isOfCall({ functionCall, executableCode, codeExecutionResult }: Part): boolean {
  return (functionCall ?? executableCode ?? codeExecutionResult) !== undefined;
}
