import type { Content, FunctionResponse, Blob as InlineData, Part } from '@google/genai';
import { codeAsText } from '../../answer/codec/fences.ts';
import { fromBase64 } from '../../bytes/base64.ts';
import { encodeData } from './encodeData.ts';
import type { BlockPart } from './readInput.ts';
import { type Block, blocksOf, type Step, type StepPart } from './wire.ts';

/** Steps of the model that only stand for a program that ran, and go back as calls and results of our function, or as text. */
const CODE = ['code_execution_call', 'code_execution_result'];

/** Turns contents into the steps that the model gets. Steps that came from the server or the application go back unchanged. */
export function encodeSteps(contents: readonly Content[]): Step[] {
  const encoder = new StepEncoder();
  for (const { role, parts = [] } of contents)
    for (const part of parts) {
      if (role === 'model') encoder.addModelPart(part);
      else encoder.addUserPart(part);
    }
  return encoder.steps;
}

class StepEncoder {
  readonly steps: Step[] = [];
  readonly #taken = new Set<Step>();

  addModelPart(part: StepPart): void {
    const step = part.received?.of.step;
    if (step && !CODE.includes(step.type)) this.#take(step);
    else if (part.functionCall) {
      const { id, name, args = {} } = part.functionCall;
      const { thoughtSignature: signature } = part;
      this.steps.push({
        type: 'function_call',
        ...(id !== undefined && { id }),
        name,
        arguments: args,
        ...(signature !== undefined && { signature }),
      });
    } else {
      // Code that ran here, for Google's own code execution, which would not know it.
      const { text, inlineData } = codeAsText(part);
      if (text) this.#addBlock('model_output', { type: 'text', text });
      else if (inlineData) this.#addBlock('model_output', encodeData(inlineData));
    }
  }

  addUserPart(part: StepPart & BlockPart): void {
    const { functionResponse, received, text, block, inlineData } = part;
    if (functionResponse) {
      const hasPictures = (functionResponse.parts?.length ?? 0) > 0;
      if (received && !hasPictures) this.#take(received.of.step);
      else this.steps.push(encodeResult(functionResponse));
    } else if (inlineData) this.#addBlock('user_input', encodeFile(inlineData, block));
    else if (block) this.#addBlock('user_input', block);
    else if (text) this.#addBlock('user_input', { type: 'text', text });
  }

  /** Takes a step once, however many parts it has. */
  #take(step: Step): void {
    if (!this.#taken.has(step)) this.steps.push(step);
    this.#taken.add(step);
  }

  #addBlock(type: string, block: Block): void {
    const last = this.steps.at(-1);
    if (last?.type === type && !this.#taken.has(last)) last.content = [...blocksOf(last.content), block];
    else this.steps.push({ type, content: [block] });
  }
}

/** Documents are PDF files, tables and those of offices. Other texts are text. @see https://ai.google.dev/api/interactions-api */
function encodeFile(file: InlineData, block?: Block): Block {
  const isText = /^text\/(?!csv\b)/.test(file.mimeType ?? '');
  if (isText) return { type: 'text', text: new TextDecoder().decode(fromBase64(file.data ?? '')) };
  return { ...block, ...encodeData(file, block) };
}

/** A result is a text, or a list of blocks if there are pictures. */
function encodeResult({ id, name, response = {}, parts = [] }: FunctionResponse): Step {
  const { error, output = error } = response;
  const text = typeof output === 'string' ? output : JSON.stringify(output ?? response);
  const pictures = parts.flatMap(({ inlineData }: Part) => (inlineData ? encodeData(inlineData) : []));
  return {
    type: 'function_result',
    ...(id !== undefined && { call_id: id }),
    name,
    result: pictures.length > 0 ? [{ type: 'text', text }, ...pictures] : text,
    ...(error !== undefined && { is_error: true }),
  };
}
