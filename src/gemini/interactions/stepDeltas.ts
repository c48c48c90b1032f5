import { isJsonObject, parseJson } from '../../text/parseJson.ts';
import { type Block, blocksOf, type Step, type StepEvent, textOf } from './wire.ts';

/** Gives the events that a server would have streamed for a complete step, apart from its start and end. */
export function deltasOf(step: Step): Block[] {
  switch (step.type) {
    case 'model_output':
      return blocksOf(step.content).flatMap(({ annotations, ...block }) => [
        block,
        ...(Array.isArray(annotations) ? [{ type: 'text_annotation_delta', annotations }] : []),
      ]);
    case 'thought':
      return [
        ...blocksOf(step.summary).map((content) => ({ type: 'thought_summary', content })),
        ...(step.signature === undefined ? [] : [{ type: 'thought_signature', signature: step.signature }]),
      ];
    case 'function_call':
      return [{ type: 'arguments_delta', arguments: JSON.stringify(step.arguments ?? {}) }];
    default: {
      const { id: _, call_id: __, signature: ___, ...rest } = step;
      return [rest];
    }
  }
}

/** Gives the step as its start event has it: without what its deltas bring. */
export function startOf({ content: _, summary: __, ...step }: Step): Step {
  switch (step.type) {
    case 'model_output':
      return step;
    case 'thought': {
      const { signature: _signature, ...rest } = step;
      return rest as Step;
    }
    case 'function_call':
      return { ...step, arguments: {} };
    default: {
      const { type, id, call_id, signature } = step;
      return {
        ...(id !== undefined && { id }),
        ...(call_id !== undefined && { call_id }),
        ...(signature !== undefined && { signature }),
        type,
      };
    }
  }
}

/** Puts the pieces of a streamed step together. */
export class StepBuilder {
  readonly start: Step;
  readonly step: Step;
  #arguments = '';

  constructor(start: Step) {
    this.start = start;
    this.step = { ...start };
  }

  /** @see https://ai.google.dev/gemini-api/docs/streaming */
  add({ delta }: StepEvent): void {
    if (!isJsonObject(delta)) return;
    const { type, ...fields } = delta;
    switch (type) {
      case 'arguments_delta':
        this.#arguments += textOf(fields.arguments);
        break;
      case 'text':
        this.#addText('content', textOf(fields.text));
        break;
      case 'text_annotation_delta':
        this.#annotate(fields.annotations);
        break;
      case 'image':
      case 'audio':
      case 'document':
      case 'video':
        this.#list('content').push({ type, ...fields });
        break;
      case 'thought_summary':
        if (isJsonObject(fields.content) && fields.content.type === 'text')
          this.#addText('summary', textOf(fields.content.text));
        break;
      case 'thought_signature':
        this.step.signature = fields.signature;
        break;
      default:
        Object.assign(this.step, fields);
    }
  }

  /** Ends the step. The arguments of a call are JSON only now. */
  end(): Step {
    const parsed = this.#arguments === '' ? undefined : parseJson(this.#arguments);
    if (isJsonObject(parsed)) this.step.arguments = parsed;
    return this.step;
  }

  #list(field: 'content' | 'summary'): Block[] {
    const list = blocksOf(this.step[field]);
    this.step[field] = list;
    return list;
  }

  #addText(field: 'content' | 'summary', text: string): void {
    const list = this.#list(field);
    const last = list.at(-1);
    if (last?.type === 'text' && last.annotations === undefined) last.text = textOf(last.text) + text;
    else list.push({ type: 'text', text });
  }

  #annotate(annotations: unknown): void {
    const last = this.#list('content').at(-1);
    if (last?.type !== 'text' || !Array.isArray(annotations)) return;
    last.annotations = [...(Array.isArray(last.annotations) ? last.annotations : []), ...annotations];
  }
}
