import type { Content, Part } from '@google/genai';
import type { Dialect } from '../codec/dialect.ts';
import { Answers } from '../codec/encode.ts';
import { codeAsText } from '../codec/fences.ts';
import { readLanguage } from '../codec/languages.ts';
import { type LocalPart, withoutLocalCall } from '../codec/localCall.ts';
import { isMadeByCode } from '../codec/pictures.ts';

/**
 * Turns contents into those for Google's own code execution. Code that ran here stays as it is, but unsigned. JavaScript, which the server
 * does not know, becomes text. The API refuses the responses of functions that were called here in the model's own content: they become a
 * turn of the user, and results stay with their code.
 */
export function encodeForServer(contents: readonly Content[], dialect: Dialect): readonly Content[] {
  if (!contents.some(({ role, parts = [] }) => role === 'model' && parts.some(isOurs))) return contents;
  const encoder = new ServerEncoder(dialect);
  for (const content of contents) {
    if (content.role === 'model') for (const part of content.parts ?? []) encoder.addModelPart(part);
    else encoder.addUserContent(content);
  }
  return encoder.finish();
}

/** Whether a part of the model is not in the server's form. */
function isOurs(part: LocalPart): boolean {
  return part.localCall !== undefined || part.functionResponse !== undefined || isJavaScript(part);
}

function isJavaScript({ executableCode }: Part): boolean {
  return executableCode !== undefined && readLanguage(executableCode.language) === 'JAVASCRIPT';
}

/** A part of the model, with the parts that belong right behind it. */
interface Group {
  parts: Part[];
  awaits?: 'result' | 'text' | undefined;
}

class ServerEncoder {
  readonly #dialect: Dialect;
  readonly #contents: Content[] = [];
  #turn: Group[] = [];
  /** The responses to that turn from functions that were called here. */
  #answers: Answers | undefined;
  /** The part that a picture made by code would belong to. */
  #latest: Group | Answers | undefined;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  addModelPart(part: Part): void {
    if (part.functionResponse) {
      this.#answers ??= new Answers(this.#dialect);
      this.#answers.add(part);
      this.#latest = this.#answers;
    } else if (part.codeExecutionResult) this.#addResult(part);
    else if (isMadeByCode(part) && this.#latest) this.#addPicture(part, this.#latest);
    else this.#say(part);
  }

  addUserContent(content: Content): void {
    if (this.#answers && content.parts?.some(({ functionResponse }) => functionResponse)) {
      // All responses to a turn's calls go back in one content.
      for (const part of content.parts) this.#answers.add(part);
      this.#close();
      return;
    }
    this.#close();
    this.#contents.push(content);
  }

  finish(): Content[] {
    this.#close();
    return this.#contents;
  }

  #say(part: Part): void {
    if (this.#answers) this.#close();
    this.#latest = undefined;
    const { executableCode } = part;
    if (!executableCode) this.#turn.push({ parts: [part] });
    else if (isJavaScript(part)) this.#turn.push({ parts: [codeAsText(part)], awaits: 'text' });
    else this.#turn.push({ parts: [withoutLocalCall(part)], awaits: 'result' });
  }

  #addResult(part: Part): void {
    let group = this.#turn.find(({ awaits }) => awaits);
    if (!group) {
      group = { parts: [] };
      this.#turn.push(group);
    }
    group.parts.push(group.awaits === 'text' ? codeAsText(part) : part);
    group.awaits = undefined;
    this.#latest = group;
  }

  #addPicture(part: Part, latest: Group | Answers): void {
    if (latest instanceof Answers) latest.addPicture(part);
    else latest.parts.push(part);
  }

  #close(): void {
    const parts = this.#turn.flatMap((group) => group.parts);
    if (parts.length > 0) this.#contents.push({ role: 'model', parts });
    if (this.#answers) this.#contents.push(this.#answers.content);
    this.#turn = [];
    this.#answers = undefined;
    this.#latest = undefined;
  }
}
