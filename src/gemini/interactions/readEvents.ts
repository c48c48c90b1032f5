import { FinishReason, type GenerateContentResponse } from '@google/genai';
import { createChunk } from '../../answer/codec/chunk.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import { readCall, readCode, readResult } from './readInput.ts';
import { deltasOf, StepBuilder, startOf } from './stepDeltas.ts';
import { asUsageMetadata } from './usage.ts';
import { type Interaction, type Step, type StepEvent, type StepPart, textOf } from './wire.ts';

/** How the loop is told of the end of an interaction. Calls of a model that was cut off are not made. */
const FINISH_REASONS: Record<string, FinishReason> = {
  completed: FinishReason.STOP,
  requires_action: FinishReason.STOP,
  incomplete: FinishReason.MAX_TOKENS,
};

/** Reads the events of an interaction as parts of an answer. */
export class EventReader {
  /** The steps so far. */
  readonly steps: Step[] = [];
  readonly #builders = new Map<unknown, StepBuilder>();

  /** Reads what an event brings: a part, or nothing. A call is complete only at the end of its step. */
  read(event: StepEvent): StepPart[] {
    switch (event.event_type) {
      case 'step.start': {
        const builder = new StepBuilder(event.step as Step);
        this.#builders.set(event.index, builder);
        this.steps.push(builder.step);
        return builder.step.type === 'function_call' ? [] : [{ received: { of: builder, events: [] } }];
      }
      case 'step.delta': {
        const builder = this.#builders.get(event.index);
        builder?.add(event);
        return builder && builder.step.type !== 'function_call' ? [partOf(event, builder)] : [];
      }
      case 'step.stop': {
        const builder = this.#builders.get(event.index);
        this.#builders.delete(event.index);
        const step = builder?.end();
        if (!builder || step?.type !== 'function_call') return [];
        const thoughtSignature = textOf(step.signature);
        return [
          {
            functionCall: readCall(step),
            ...(thoughtSignature !== '' && { thoughtSignature }),
            received: { of: builder, events: callEvents(step) },
          },
        ];
      }
      default:
        return [];
    }
  }
}

/** Gives the last chunk of an answer. */
export function lastChunkOf({ id, status, usage, model }: Interaction): GenerateContentResponse {
  const usageMetadata = asUsageMetadata(usage);
  const facts = {
    ...(id && { responseId: id }),
    ...(model !== undefined && { modelVersion: model }),
    ...(usageMetadata && { usageMetadata }),
  };
  return createChunk(facts, [], { finishReason: FINISH_REASONS[String(status)] ?? FinishReason.OTHER });
}

export function completedBy({ event_type: type, interaction }: StepEvent): Interaction | undefined {
  if (type !== 'interaction.completed' || !isJsonObject(interaction)) return undefined;
  // The SDK continues such an interaction by itself.
  return interaction.status === 'requires_continuation' ? undefined : (interaction as Interaction);
}

/** Gives the events that the server would have streamed for an interaction. */
export function* eventsOf(interaction: Interaction): Generator<StepEvent> {
  for (const [index, step] of (interaction.steps ?? []).entries()) {
    yield { event_type: 'step.start', index, step: startOf(step) };
    for (const delta of deltasOf(step)) yield { event_type: 'step.delta', index, delta };
    yield { event_type: 'step.stop', index };
  }
  yield { event_type: 'interaction.completed', interaction };
}

function partOf(event: StepEvent, of: StepBuilder): StepPart {
  const { delta } = event;
  const received = { of, events: [event] };
  if (!isJsonObject(delta)) return { received };
  switch (delta.type) {
    case 'text':
      return { text: textOf(delta.text), received };
    case 'thought_summary':
      return isJsonObject(delta.content) ? { thought: true, text: textOf(delta.content.text), received } : { received };
    case 'image':
      return typeof delta.data === 'string'
        ? { inlineData: { mimeType: textOf(delta.mime_type), data: delta.data }, received }
        : { received };
    // Google's servers give each of these as a whole.
    case 'code_execution_call':
      return { ...readCode(of.step), received };
    case 'code_execution_result':
      return { ...readResult(of.step), received };
    default:
      return { received };
  }
}

function callEvents(step: Step): StepEvent[] {
  return deltasOf(step).map((delta) => ({ event_type: 'step.delta', delta }));
}
