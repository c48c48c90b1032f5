import type { Mint } from '../../asked.ts';
import { tryParseJson } from '../../json.ts';
import { isEventStream } from '../../script/recording.ts';
import type { ScriptedTurn } from '../../script/script.ts';
import { type AskedInteraction, isStored } from '../request/asked.ts';
import { isCall, type Step } from '../steps.ts';
import type { InteractionResource } from '../store.ts';
import { eventsOf } from './events.ts';
import { interactionId } from './ids.ts';
import { joinTexts, stepsOfParts } from './partSteps.ts';
import { eventsIn, readEvents } from './readEvents.ts';
import { estimateUsage, usageOf } from './usage.ts';

/** The answer of a turn, whole and as a stream. */
export interface Answer {
  /** Undefined if a recorded answer has no complete interaction. */
  resource: InteractionResource | undefined;
  /** Without the last, `done`. */
  events: readonly object[];
}

export function answerOf(turn: ScriptedTurn, asked: AskedInteraction, mint: Mint): Answer {
  const recorded = turn.recorded ?? turn.wire?.pieces.join('');
  if (recorded !== undefined) return recordedAnswer(recorded);
  if (turn.events) return { resource: readEvents(turn.events), events: turn.events };
  const { model } = asked;
  const steps = turn.steps ?? stepsOfParts(turn.parts ?? [], model, mint);
  const resource = resourceOf(turn, turn.steps ?? joinTexts(steps), asked, mint);
  return { resource, events: withIds(eventsOf(resource, steps, model), asked) };
}

function recordedAnswer(recorded: string): Answer {
  if (!isEventStream(recorded)) {
    const body = Object(tryParseJson(recorded));
    return { resource: body.object === 'interaction' ? body : undefined, events: [] };
  }
  const events = eventsIn(recorded);
  return { resource: readEvents(events), events };
}

/** The names are in the order of the recordings. */
function resourceOf(turn: ScriptedTurn, steps: Step[], asked: AskedInteraction, mint: Mint): InteractionResource {
  const { request, model, behaviors, previous, history, input } = asked;
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const usage = turn.usageMetadata && usageOf(turn.usageMetadata);
  return {
    ...(isStored(request) && { id: interactionId(mint.token(), previous?.id) }),
    status: statusOf(turn, steps, asked),
    usage: turn.usage ?? usage ?? estimateUsage([...history, ...input], steps),
    created: now,
    updated: now,
    service_tier: request.service_tier ?? 'standard',
    steps,
    object: 'interaction',
    ...(request.agent === undefined ? { model: model.name } : { agent: request.agent }),
    ...(previous && behaviors.previousInteractionId === 'returned' && { previous_interaction_id: previous.id }),
    ...(turn.continuationToken !== undefined && { continuation_token: turn.continuationToken }),
    ...turn.interaction,
  };
}

/** Capped output is incomplete (measured on gemini-3.7-flash). */
function statusOf(turn: ScriptedTurn, steps: readonly Step[], { behaviors }: AskedInteraction): string {
  if (turn.continuationToken !== undefined) return 'requires_continuation';
  if (turn.finishReason === 'MAX_TOKENS') return 'incomplete';
  const last = steps.at(-1);
  return last && isCall(last) ? (behaviors.callStatus ?? 'requires_action') : 'completed';
}

/** Gives the events of background interactions the ids by which a client resumes the stream (background-execution). */
function withIds(events: readonly object[], { request }: AskedInteraction): readonly object[] {
  return request.background ? events.map((event, index) => ({ ...event, event_id: `event_${index + 1}` })) : events;
}

/** The interaction as the API sends it while it runs. */
export function inProgress({ id, created, service_tier, object, model, agent }: InteractionResource): object {
  return { id, status: 'in_progress', created, updated: created, service_tier, object, model, agent };
}
