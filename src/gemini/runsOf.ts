import type { CodeExecutionResult, Content, GenerateContentResponse, Blob as InlineData, Part } from '@google/genai';
import { hasContent, partsOf } from '../answer/codec/chunk.ts';
import { type CodeLanguage, readLanguage } from '../answer/codec/languages.ts';
import { type Outcome, readOutcome } from '../answer/codec/outcome.ts';
import { isMadeByCode } from '../answer/codec/pictures.ts';
import { readInput } from './interactions/readInput.ts';

/** A program of an answer, with its result. */
export interface CodeRun {
  /** The id that the API gave to the program and its result, if it did. */
  id?: string;
  language: CodeLanguage;
  code: string;
  /** `undefined` if the answer has no result of the program: it was cut off, or is still on its way. Interactions know no timeouts. */
  outcome?: Outcome;
  /** The output for the model; empty without a result. */
  output: string;
  /** The pictures that the program made, in order. */
  pictures: CodePicture[];
  /** The files that it wrote, if the answer has them: see {@link AnswerOptions.files}. */
  files: CodeFile[];
}

/** A picture that code made. */
export interface CodePicture {
  mimeType: string;
  /** Base64. */
  data: string;
}

/** A file that code wrote. Code chose the name: show it, but don't use it as a path on another machine. */
export interface CodeFile extends CodePicture {
  /** The path in the working directory. */
  name: string;
}

/** Anything with programs: a response, the chunks of a streamed one, a history, an interaction or its steps. */
export type Answered =
  | GenerateContentResponse
  | Content
  | { steps?: readonly object[] | undefined }
  | readonly (GenerateContentResponse | Content | object)[];

/**
 * Pairs the programs of an answer, or of a whole history, with their results, pictures and files. It makes no difference where they ran, and
 * nothing is changed.
 *
 * @param answered a `GenerateContentResponse`, a `Content`, an `Interaction`; or a list of responses, contents or steps
 * @returns the programs in order
 * @example
 * ```ts
 * import { runsOf } from 'glovebox';
 *
 * for (const { code, outcome, output } of runsOf(response)) console.log(code, outcome ?? 'not run', output);
 * ```
 */
export function runsOf(answered: Answered): CodeRun[] {
  const pairing = new Pairing();
  for (const { role, parts } of contentsOf(answered)) {
    if (role === 'user') pairing.endTurn();
    else for (const part of (parts ?? []).filter(hasContent)) pairing.add(part);
  }
  return pairing.runs;
}

function contentsOf(answered: Answered): Content[] {
  const items = 'steps' in answered ? (answered.steps ?? []) : [answered].flat();
  if (!items.some((item) => 'type' in item)) return items.map(asContent);
  return readInput(items);
}

function asContent(item: object): Content {
  return 'candidates' in item ? { role: 'model', parts: partsOf(item as GenerateContentResponse) } : item;
}

class Pairing {
  readonly runs: CodeRun[] = [];
  /** The number of the runs of earlier turns. */
  #earlier = 0;
  /** The run whose result came last: pictures and files that follow at once are its own. */
  #latest: CodeRun | undefined;

  add(part: Part): void {
    const { executableCode, codeExecutionResult, inlineData } = part;
    if (codeExecutionResult) this.#addResult(codeExecutionResult);
    else if (inlineData && this.#latest && isMadeByCode(part)) addData(this.#latest, inlineData);
    else this.#latest = undefined;
    if (!executableCode) return;
    const { id, language, code = '' } = executableCode;
    const run = { ...(id !== undefined && { id }), language: readLanguage(language), code };
    this.runs.push({ ...run, output: '', pictures: [], files: [] });
  }

  /** A program that was not run by now never is. */
  endTurn(): void {
    this.#earlier = this.runs.length;
    this.#latest = undefined;
  }

  #addResult({ id, outcome, output = '' }: CodeExecutionResult): void {
    const runs = this.runs.slice(this.#earlier);
    const same = runs.find((run) => id !== undefined && run.id === id);
    // The server may give several results for one program.
    this.#latest = same ?? runs.find((run) => run.outcome === undefined) ?? runs.at(-1);
    if (!this.#latest) return;
    this.#latest.outcome = readOutcome(outcome);
    this.#latest.output += output;
  }
}

function addData({ pictures, files }: CodeRun, { mimeType = '', data = '', displayName: name }: InlineData): void {
  if (name === undefined) pictures.push({ mimeType, data });
  else files.push({ name, mimeType, data });
}
