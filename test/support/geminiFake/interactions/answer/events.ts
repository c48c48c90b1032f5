import { type GeminiModel, isGemini3OrLater } from '../../models.ts';
import { serverSentEvent } from '../../reply.ts';
import type { Block, Step } from '../steps.ts';
import type { InteractionResource } from '../store.ts';

/**
 * Makes the events of a stream, in the order and with the fields of the recordings of vercel/ai and rust-genai. The completed interaction
 * has its steps only if an agent made it.
 */
export function eventsOf(resource: InteractionResource, steps: readonly Step[], model: GeminiModel): object[] {
  const { id = '', steps: _, previous_interaction_id, ...rest } = resource;
  const { object, agent, model: name } = resource;
  const asker = agent === undefined ? { model: name } : { agent };
  const completed = { id, ...rest, ...(agent !== undefined && { steps: resource.steps }) };
  return [
    { interaction: { id, status: 'in_progress', object, ...asker }, event_type: 'interaction.created' },
    { interaction_id: id, status: 'in_progress', event_type: 'interaction.status_update' },
    ...steps.flatMap((step, index) => stepEvents(step, index, model)),
    { interaction: completed, event_type: 'interaction.completed' },
  ];
}

function stepEvents(step: Step, index: number, model: GeminiModel): object[] {
  return [
    { index, step: startOf(step, model), event_type: 'step.start' },
    ...deltasOf(step).map((delta) => ({ index, delta, event_type: 'step.delta' })),
    { index, event_type: 'step.stop' },
  ];
}

function startOf(step: Step, model: GeminiModel): object {
  const { type, id, call_id, name, server_name } = step;
  switch (type) {
    case 'thought':
    case 'model_output':
      return { type };
    case 'function_call': {
      const signature = step.signature ?? (isGemini3OrLater(model) ? undefined : '');
      return { id, ...(signature !== undefined && { signature }), type, name, arguments: {} };
    }
    default:
      return { id, call_id, ...(step.signature !== undefined && { signature: '' }), type, name, server_name };
  }
}

function deltasOf(step: Step): object[] {
  const { type, id, call_id, name, server_name, content = [], summary = [], signature, ...rest } = step;
  switch (type) {
    case 'thought':
      return [
        ...summary.map((block) => ({ content: block, type: 'thought_summary' })),
        ...(signature === undefined ? [] : [{ signature, type: 'thought_signature' }]),
      ];
    case 'model_output':
      return content.flatMap(blockDeltas);
    case 'function_call':
      return [{ arguments: JSON.stringify(step.arguments), type: 'arguments_delta' }];
    default:
      return [{ ...(signature && { signature }), type, ...rest }];
  }
}

function blockDeltas({ annotations, ...block }: Block): object[] {
  return annotations === undefined ? [block] : [block, { annotations, type: 'text_annotation_delta' }];
}

export function eventText(event: object): string {
  return serverSentEvent(event, 'event_type' in event ? String(event.event_type) : 'message');
}

/** The last event. It is not JSON, and the SDK does not yield it. */
export const DONE = 'event: done\ndata: [DONE]\n\n';
