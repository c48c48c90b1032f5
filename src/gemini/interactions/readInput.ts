import { type Content, Outcome, type Part } from '@google/genai';
import { CodeFunctions } from '../../answer/codec/codeFunctions.ts';
import { executableCode } from '../../answer/codec/decode.ts';
import { readLanguage } from '../../answer/codec/languages.ts';
import type { LocalPart } from '../../answer/codec/localCall.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import { type Block, blocksOf, type Step, type StepPart, textOf } from './wire.ts';

/** Blocks of content, which are the user's if they are not in a step. */
const BLOCKS = ['text', 'image', 'audio', 'document', 'video'];

/** A part with the block of content that it comes from. */
export interface BlockPart extends Part {
  block?: Block;
}

/**
 * Reads the input of an interaction, in each of its forms, as contents. Code that Google's servers ran has no id.
 *
 * @param functions by which the model calls for code
 */
export function readInput(
  input: unknown,
  functions: CodeFunctions = new CodeFunctions(['PYTHON', 'JAVASCRIPT']),
): Content[] {
  const steps = stepsIn(input);
  const isOurs = localCodeIn(steps);
  return joinTurns(steps.map((step) => readStep(step, functions, isOurs(step))));
}

/** Tells code that ran here, and its results, from those of Google's own code execution, which signs them. */
export function localCodeIn(steps: readonly Step[]): (step: Step) => boolean {
  const calls = steps.filter(({ type, signature, local_call: isSigned }) => {
    return type === 'code_execution_call' && (!signature || isSigned === true);
  });
  const ids = new Set(calls.map(({ id }) => id));
  return (step) => calls.includes(step) || (step.type === 'code_execution_result' && ids.has(step.call_id));
}

/** Gives the input of an interaction as steps. */
export function stepsIn(input: unknown): Step[] {
  if (typeof input === 'string') return [userInput([{ type: 'text', text: input }])];
  const items = blocksOf([input].flat());
  if (items.every(({ type }) => BLOCKS.includes(type))) return items.length > 0 ? [userInput(items)] : [];
  return items;
}

/** Drops the files that code wrote, which are named blocks, from an input that goes to the server as it is. */
export function withoutWrittenFiles(input: unknown): unknown {
  if (!Array.isArray(input)) return input;
  return input.flatMap((step: unknown) => {
    if (!isJsonObject(step) || step.type !== 'model_output' || !blocksOf(step.content).some(isNamed)) return [step];
    const content = blocksOf(step.content).filter((block) => !isNamed(block));
    return content.length > 0 ? [{ ...step, content }] : [];
  });
}

function isNamed({ display_name: name }: Block): boolean {
  return typeof name === 'string';
}

function userInput(content: Block[]): Step {
  return { type: 'user_input', content };
}

function readStep(step: Step, functions: CodeFunctions, isOurs: boolean): Content {
  switch (step.type) {
    case 'user_input':
      return { role: 'user', parts: blocksOf(step.content).map(readBlock) };
    case 'function_result':
      return { role: 'user', parts: [received(readFunctionResult(step), step)] };
    case 'function_call':
      return fromModel(received({ functionCall: readCall(step) }, step));
    case 'code_execution_call':
      return fromModel(isOurs ? asLocalCall(readCode(step), step, functions) : readCode({ ...step, id: undefined }));
    case 'code_execution_result':
      return fromModel(readResult(isOurs ? step : { ...step, call_id: undefined }));
    case 'thought': {
      const [summary] = blocksOf(step.summary);
      return fromModel(received({ thought: true, ...(summary && { text: textOf(summary.text) }) }, step));
    }
    case 'model_output':
      return { role: 'model', parts: blocksOf(step.content).map((block) => received(readBlock(block), step)) };
    default:
      return fromModel(received({}, step));
  }
}

function fromModel(part: Part): Content {
  return { role: 'model', parts: [part] };
}

function received(part: Part, step: Step): StepPart {
  return { ...part, received: { of: { step }, events: [] } };
}

function readBlock({ display_name: displayName, ...block }: Block): BlockPart {
  const { type, text, data, uri, mime_type: mimeType } = block;
  if (type === 'text') return { text: textOf(text) };
  const named = {
    ...(typeof mimeType === 'string' && { mimeType }),
    ...(typeof displayName === 'string' && { displayName }),
  };
  if (typeof data === 'string') return { inlineData: { ...named, data }, block };
  return { fileData: { ...named, fileUri: textOf(uri) }, block };
}

export function readCall({ id, name, arguments: args }: Step) {
  return {
    ...(typeof id === 'string' && { id }),
    name: textOf(name),
    args: isJsonObject(args) ? args : {},
  };
}

function readFunctionResult({ call_id: id, name, result, is_error: isError }: Step): Part {
  const response = { [isError === true ? 'error' : 'output']: result };
  return { functionResponse: { ...(typeof id === 'string' && { id }), name: textOf(name), response } };
}

export function readCode({ id, arguments: args }: Step): Part {
  const { code, language } = isJsonObject(args) ? args : {};
  const program = { language: readLanguage(language), code: textOf(code) };
  return executableCode(program, typeof id === 'string' ? { id } : {});
}

/** As code that ran here, with the function by which the model is to have called for it, and the signature of that call. */
function asLocalCall(part: Part, step: Step, functions: CodeFunctions): LocalPart {
  const { signature, local_call: isSigned, arguments: args } = step;
  const name = functions.nameFor(readLanguage(isJsonObject(args) ? args.language : undefined));
  return { ...part, localCall: { name, ...(isSigned === true && { thoughtSignature: textOf(signature) }) } };
}

export function readResult({ call_id: id, result, is_error: isError }: Step): Part {
  const output =
    typeof result === 'string'
      ? result
      : blocksOf(result)
          .map(({ text }) => textOf(text))
          .join('');
  const outcome = isError === true ? Outcome.OUTCOME_FAILED : Outcome.OUTCOME_OK;
  return { codeExecutionResult: { ...(typeof id === 'string' && { id }), outcome, output } };
}

/** Joins contents of the same role. */
function joinTurns(contents: Content[]): Content[] {
  const joined: Content[] = [];
  for (const { role, parts = [] } of contents) {
    const last = joined.at(-1);
    if (role === 'model' && last?.role === 'model') last.parts?.push(...parts);
    else if (last && last.role === role && isOfResults(last) && isOfResults({ parts })) last.parts?.push(...parts);
    else joined.push({ ...(role !== undefined && { role }), parts: [...parts] });
  }
  return joined;
}

function isOfResults({ parts }: Content): boolean {
  return parts?.some(({ functionResponse }) => functionResponse) ?? false;
}
