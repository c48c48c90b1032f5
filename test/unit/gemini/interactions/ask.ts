import type { Interactions } from '@google/genai';
import type { ScriptHandle } from '../../../support/geminiFake/server.ts';

export const ASK = {
  model: 'gemini-3.8-flash',
  input: 'What is 6 times 7?',
  tools: [{ type: 'code_execution' as const }],
};

/** The body of a request, as it came over the wire. */
export interface Body {
  input: Record<string, unknown>[];
  tools?: Record<string, unknown>[];
  previous_interaction_id?: string;
  system_instruction?: string;
  generation_config?: Record<string, unknown>;
  store?: boolean;
}

export const bodiesOf = (script: ScriptHandle) => script.requests().map(({ body }) => body as Body);

export const isNoThought = ({ type }: { type: string }) => type !== 'thought';

/** The types of the steps, but for the thoughts before each turn of the model. */
export const typesOf = (steps: readonly { type: string }[]) => steps.filter(isNoThought).map(({ type }) => type);

/** A stream in short: the type of each event, with that of its step or delta. */
export const inShort = (events: readonly Interactions.InteractionSSEEvent[]) =>
  events.map((event) => {
    if (event.event_type === 'step.start') return `${event.index} ${event.step.type}`;
    if (event.event_type === 'step.delta') return `${event.index} + ${event.delta.type}`;
    if (event.event_type === 'step.stop') return `${event.index} .`;
    return event.event_type;
  });
