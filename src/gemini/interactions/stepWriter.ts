import { type Blob as InlineData, Outcome } from '@google/genai';
import type { LocalPart } from '../../answer/codec/localCall.ts';
import { encodeData, encodeNamed } from './encodeData.ts';
import { deltasOf, StepBuilder, startOf } from './stepDeltas.ts';
import { type Block, type ReceivedStep, type Step, type StepEvent, type StepPart, textOf } from './wire.ts';

type AnswerPart = StepPart & LocalPart;

/** Writes the parts of an answer as the steps, and the events, that the server would have sent. */
export class StepWriter {
  readonly #builders: StepBuilder[] = [];
  #open: { of: ReceivedStep | undefined; builder: StepBuilder } | undefined;
  /** The id of the program that runs. */
  #running: string | undefined;
  /** Parts that come after a program that has no result yet: each result follows its program. */
  #held: AnswerPart[] = [];

  get steps(): Step[] {
    return this.#builders.map(({ step }) => step);
  }

  *write(part: AnswerPart): Generator<StepEvent> {
    const isServers = part.received?.of.step.type === 'code_execution_result';
    if (part.codeExecutionResult && !isServers) {
      yield* this.#writeHeldUntilProgram();
      yield* this.#writeResult(part);
    } else if (this.#running === undefined && this.#held.length === 0) yield* this.#writePart(part);
    // A picture right after a result is of its program, and comes before what is held.
    else if (part.inlineData && !part.received && this.#running === undefined) yield* this.#writePart(part);
    else this.#held.push(part);
  }

  *end(): Generator<StepEvent> {
    this.#running = undefined;
    for (const part of this.#held.splice(0)) yield* this.#writePart(part);
    yield* this.#close();
  }

  *#writeHeldUntilProgram(): Generator<StepEvent> {
    while (this.#running === undefined && this.#held.length > 0) {
      const [part] = this.#held.splice(0, 1);
      if (part) yield* this.#writePart(part);
    }
  }

  *#writePart(part: AnswerPart): Generator<StepEvent> {
    const { executableCode, inlineData, text, received } = part;
    if (executableCode && received?.of.step.type !== 'code_execution_call') yield* this.#writeCode(part);
    else if (received) yield* this.#writeReceived(received, text);
    else if (inlineData) yield* this.#writeBlock(encodeMade(inlineData));
    else if (text) yield* this.#writeBlock({ type: 'text', text });
  }

  *#writeCode({ executableCode, localCall }: AnswerPart): Generator<StepEvent> {
    const { id = newId(), language, code } = executableCode ?? {};
    this.#running = id;
    const { thoughtSignature: signature } = localCall ?? {};
    yield* this.#writeWhole({
      id,
      signature: signature ?? '',
      type: 'code_execution_call',
      // Tells the signature from that of Google's own tool, when the step comes back.
      ...(signature !== undefined && { local_call: true }),
      arguments: { language: String(language).toLowerCase(), code },
    });
  }

  *#writeResult({ codeExecutionResult }: AnswerPart): Generator<StepEvent> {
    const { id = this.#running, outcome, output = '' } = codeExecutionResult ?? {};
    this.#running = undefined;
    yield* this.#writeWhole({
      call_id: id,
      signature: '',
      type: 'code_execution_result',
      result: output,
      is_error: outcome !== Outcome.OUTCOME_OK,
    });
  }

  *#writeWhole(step: Step): Generator<StepEvent> {
    yield* this.#begin(startOf(step));
    for (const delta of deltasOf(step)) yield this.#add(delta);
    yield* this.#close();
  }

  /** Writes a step of the server as it is. Its text is the part's: a program in it is a step of its own. */
  *#writeReceived({ of, events }: NonNullable<StepPart['received']>, text: string | undefined): Generator<StepEvent> {
    if (this.#open?.of !== of) yield* this.#begin(of.start ?? startOf(of.step), of);
    for (const { index: _, ...event } of events) {
      const delta = event.delta as Block;
      yield this.#add(delta.type === 'text' && text !== undefined ? { ...delta, text } : delta, event);
    }
  }

  /** Adds to the model's words, in a step of their own if the server's latest step is not of words. */
  *#writeBlock(block: Block): Generator<StepEvent> {
    if (this.#open?.builder.step.type !== 'model_output') yield* this.#begin({ type: 'model_output' });
    yield this.#add(block);
  }

  *#begin(step: Step, of?: ReceivedStep): Generator<StepEvent> {
    yield* this.#close();
    const builder = new StepBuilder(step);
    this.#builders.push(builder);
    this.#open = { of, builder };
    yield { event_type: 'step.start', index: this.#index, step };
  }

  #add(delta: Block, event: Partial<StepEvent> = {}): StepEvent {
    const added = { event_type: 'step.delta', ...event, index: this.#index, delta };
    this.#open?.builder.add(added);
    return added;
  }

  *#close(): Generator<StepEvent> {
    if (!this.#open) return;
    this.#open.builder.end();
    this.#open = undefined;
    yield { event_type: 'step.stop', index: this.#index };
  }

  get #index(): number {
    return this.#builders.length - 1;
  }
}

/** A picture that code made; or a file that it wrote, which is named. */
function encodeMade(inlineData: InlineData): Block {
  return inlineData.displayName === undefined ? encodeData(inlineData, { type: 'image' }) : encodeNamed(inlineData);
}

/** Makes an id as the server's are: eight letters and digits. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => textOf('abcdefghijklmnopqrstuvwxyz0123456789'[byte % 36])).join('');
}
