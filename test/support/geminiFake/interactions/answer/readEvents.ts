import { tryParseJson } from '../../json.ts';
import { type Block, isStep, type Step } from '../steps.ts';
import type { InteractionResource } from '../store.ts';

/** Reads the events in the text of a stream. */
export function eventsIn(text: string): object[] {
  return [...text.matchAll(/^data: ?(.*)$/gm)].flatMap(([, data = '']) => {
    const event = tryParseJson(data);
    return typeof event === 'object' && event !== null ? [event] : [];
  });
}

/** Assembles the interaction that a stream tells of. Returns undefined if the stream does not complete it. */
export function readEvents(events: readonly object[]): InteractionResource | undefined {
  const steps: Step[] = [];
  let completed: InteractionResource | undefined;
  for (const event of events as readonly Record<string, unknown>[]) {
    const index = Number(event.index);
    const step = steps[index];
    if (event.event_type === 'step.start' && isStep(event.step)) steps[index] = event.step;
    else if (event.event_type === 'step.delta' && step) steps[index] = withDelta(step, Object(event.delta));
    else if (event.event_type === 'step.stop' && step) steps[index] = completeStep(step);
    else if (event.event_type === 'interaction.completed') completed = Object(event.interaction);
  }
  return completed && { ...completed, steps: completed.steps ?? steps };
}

type Delta = Record<string, unknown> & { type?: string };

function withDelta(step: Step, delta: Delta): Step {
  switch (delta.type) {
    case 'thought_signature':
      return { ...step, signature: String(delta.signature) };
    case 'thought_summary':
      return { ...step, summary: withBlock(step.summary, delta.content as Block) };
    case 'arguments_delta':
      return { ...step, argumentsText: `${step.argumentsText ?? ''}${delta.arguments}` };
    case 'text_annotation_delta':
      return { ...step, content: withAnnotations(step.content ?? [], delta.annotations) };
    default:
      return step.type === 'model_output'
        ? { ...step, content: withBlock(step.content, delta as Block) }
        : { ...step, ...delta };
  }
}

function withBlock(blocks: readonly Block[] = [], block: Block): Block[] {
  const last = blocks.at(-1);
  if (last?.type !== 'text' || block.type !== 'text') return [...blocks, block];
  return [...blocks.slice(0, -1), { ...last, text: `${last.text}${block.text}` }];
}

function withAnnotations(blocks: readonly Block[], annotations: unknown): Block[] {
  return blocks.map((block, index) => (index === blocks.length - 1 ? { ...block, annotations } : block));
}

/** The arguments of a function call are whole when its step stops. */
function completeStep({ argumentsText, ...step }: Step): Step {
  return argumentsText === undefined ? step : { ...step, arguments: tryParseJson(String(argumentsText)) };
}
