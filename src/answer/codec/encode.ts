import type { CodeExecutionResult, Content, ExecutableCode, FunctionCall, FunctionResponse, Part } from '@google/genai';
import { hasContent } from './chunk.ts';
import { decodeResult } from './decode.ts';
import type { Dialect } from './dialect.ts';
import { OUTCOME_OK } from './enums.ts';
import { fence, outputFence } from './fences.ts';
import type { LocalPart } from './localCall.ts';
import { isMadeByCode } from './pictures.ts';

/**
 * Turns server-shaped contents back into those that the model knows. Each `executableCode` becomes a call in the model's turn. Results, with
 * the pictures that follow them, become the user's turn that answers it. Consecutive contents of the model are one turn, since a streamed
 * chat records every chunk as a content. Parts are never merged, and each signature stays on its part. Drops the empty unsigned text that
 * ends a stream.
 */
export function encodeContents(contents: readonly Content[], dialect: Dialect): Content[] {
  const encoder = new Encoder(dialect);
  for (const content of contents) {
    if (content.role === 'model') for (const part of content.parts ?? []) encoder.addModelPart(part);
    else encoder.addUserContent(content);
  }
  return encoder.finish();
}

/**
 * Replaces the signature of a call that has none of its own: code that Google's servers ran, and calls of another model.
 *
 * @see https://ai.google.dev/gemini-api/docs/thought-signatures#faqs
 */
const NOT_SIGNED = 'skip_thought_signature_validator';
/** For code that was cut off or stopped: the API refuses a call without a response. */
const UNRUN = { outcome: 'OUTCOME_FAILED', output: 'This code was not run.' } as const;
const UNCALLED = { error: 'This function was not called.' };

class Encoder {
  readonly #dialect: Dialect;
  readonly #contents: Content[] = [];
  /** The user's turn that answers the model's last turn, until it is complete. */
  #answers: Answers | undefined;
  /** The calls of the programs in the model's last turn that have no result yet; `undefined` for programs in text. */
  #unanswered: (FunctionCall | undefined)[] = [];
  /** Whether that turn has a call already. Only the first of several is signed. */
  #hasCall = false;
  /** Its other calls that have no response yet. */
  readonly #calls: FunctionCall[] = [];

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  addModelPart(part: Part): void {
    if (!hasContent(part)) return;
    if (part.executableCode) this.#addCode(part.executableCode, part);
    else if (part.codeExecutionResult) this.#addResult(part.codeExecutionResult);
    // The response of an application's function that was called here is in the model's own content.
    else if (part.functionResponse) this.#addResponse(part);
    // As from the server, a picture right after a result was made by the code.
    else if (isMadeByCode(part) && this.#answers) this.#answers.addPicture(part);
    else if (part.functionCall) {
      this.#sayCall(part);
      this.#calls.push(part.functionCall);
    } else this.#say(part);
  }

  addUserContent(content: Content): void {
    this.#answerUnrun();
    // All responses to a turn's calls, the application's and ours, go back in one content.
    if (content.parts?.some(({ functionResponse }) => functionResponse)) {
      for (const part of content.parts) this.#addResponse(part);
    } else {
      if (this.#calls.length > 0) this.#open();
      this.#close();
      this.#contents.push(content);
      this.#hasCall = false;
    }
  }

  finish(): Content[] {
    this.#close();
    return this.#contents;
  }

  #say(part: Part): void {
    this.#close();
    const last = this.#contents.at(-1);
    if (last?.role === 'model') last.parts?.push(part);
    else this.#contents.push({ role: 'model', parts: [part] });
  }

  #sayCall(part: Part): void {
    this.#close();
    const needsSignature = this.#dialect.signsCalls && !this.#hasCall && part.thoughtSignature === undefined;
    this.#say(needsSignature ? { ...part, thoughtSignature: NOT_SIGNED } : part);
    this.#hasCall = true;
  }

  #addCode({ id, language, code = '' }: ExecutableCode, part: LocalPart): void {
    const { protocol, functions } = this.#dialect;
    if (protocol === 'fences') {
      this.#say({ text: fence(language, code) });
      this.#unanswered.push(undefined);
      return;
    }
    const { executableCode: _, thoughtSignature: __, localCall, ...rest } = part;
    // Ids and signatures of the server's own tool do not belong to a call.
    const { name = functions.nameFor(language), thoughtSignature } = localCall ?? {};
    const functionCall = { ...(localCall && id !== undefined && { id }), name, args: { code } };
    this.#sayCall({ ...rest, functionCall, ...(thoughtSignature !== undefined && { thoughtSignature }) });
    this.#unanswered.push(functionCall);
  }

  #addResult(result: CodeExecutionResult): void {
    // The server may give several results for one program; the API takes one response for one call.
    if (this.#unanswered.length === 0 && this.#answers?.merge(result)) return;
    this.#open().add(encodeResult(this.#unanswered.shift(), result));
  }

  #addResponse(part: Part): void {
    const { functionResponse: response } = part;
    const answered = this.#calls.findIndex(({ id, name }) => id === response?.id && name === response?.name);
    // A response without an id answers a call, too.
    if (response) this.#calls.splice(Math.max(answered, 0), 1);
    this.#open().add(part);
  }

  #open(): Answers {
    this.#answers ??= new Answers(this.#dialect);
    return this.#answers;
  }

  #close(): void {
    if (!this.#answers) return;
    this.#answerUnrun();
    for (const { id, name = '' } of this.#calls.splice(0))
      this.#answers.add({ functionResponse: { ...(id !== undefined && { id }), name, response: UNCALLED } });
    this.#contents.push(this.#answers.content);
    this.#answers = undefined;
    this.#hasCall = false;
  }

  #answerUnrun(): void {
    while (this.#unanswered.length > 0) this.#addResult(decodeResult({}, UNRUN).codeExecutionResult);
  }
}

/** The user's turn that brings the model the results of its calls. */
export class Answers {
  readonly #dialect: Dialect;
  readonly #parts: Part[] = [];
  readonly #pictures: Part[] = [];
  /** The latest response, which pictures and further results belong to. */
  #latest: FunctionResponse | undefined;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  get content(): Content {
    // Responses come first, one for each call: the API refuses parts between them, and, from Gemini 3 on, pictures beside them.
    const last = this.#parts.findLastIndex(({ functionResponse }) => functionResponse);
    const { functionResponse, ...rest } = this.#parts[last] ?? {};
    if (!functionResponse || this.#pictures.length === 0 || this.#dialect.pictures === 'beside')
      return { role: 'user', parts: [...this.#parts, ...this.#pictures] };
    const parts = [...(functionResponse.parts ?? []), ...this.#pictures];
    return {
      role: 'user',
      parts: this.#parts.with(last, { ...rest, functionResponse: { ...functionResponse, parts } }),
    };
  }

  add({ functionResponse, ...rest }: Part): void {
    // A copy, so that later additions do not change the application's object.
    this.#latest = functionResponse && { ...functionResponse };
    this.#parts.push({ ...rest, ...(this.#latest && { functionResponse: this.#latest }) });
  }

  addPicture({ inlineData }: Part): void {
    if (!inlineData || this.#dialect.pictures === 'nowhere') return;
    const { mimeType = '', data = '' } = inlineData;
    const picture = { inlineData: { mimeType, data } };
    // The result of code without a call is not in a response.
    if (this.#dialect.pictures === 'beside' || !this.#latest) this.#pictures.push(picture);
    else this.#latest.parts = [...(this.#latest.parts ?? []), picture];
  }

  /** Adds a further result to the latest response. @returns whether there is one */
  merge({ outcome, output = '' }: CodeExecutionResult): boolean {
    if (!this.#latest?.response) return false;
    const { output: good = '', error: bad = '' } = this.#latest.response;
    this.#latest.response = responseOf({ ...(outcome && { outcome }), output: `${good}${bad}${output}` });
    return true;
  }
}

/** Makes the response to a call; or text, if the program was written as text. */
export function encodeResult(call: FunctionCall | undefined, result: CodeExecutionResult): Part {
  if (!call) return { text: outputFence(result.outcome, result.output ?? '') };
  const { id, name = '' } = call;
  return { functionResponse: { ...(id !== undefined && { id }), name, response: responseOf(result) } };
}

/** The API gives the keys `output` and `error` a meaning. */
function responseOf({ outcome, output = '' }: CodeExecutionResult): Record<string, unknown> {
  return outcome === OUTCOME_OK ? { outcome, output } : { outcome, error: output };
}
