import type { Behaviors } from '../behaviors.ts';
import { fakeRefusal, type RpcStatus } from '../errors.ts';
import { jsonReply, type Reply } from '../reply.ts';
import { inProgress } from './answer/answer.ts';
import { streamOf } from './answer/respond.ts';
import { refusal } from './errors.ts';
import type { StoredInteraction } from './store.ts';

/** Answers `get`: with the whole interaction, or with its stream. */
export function getInteraction(
  interaction: StoredInteraction,
  query: Record<string, string>,
  behaviors: Behaviors,
): Reply | RpcStatus {
  if (query.stream === 'true') return resume(interaction, query.last_event_id);
  interaction.getsToGo = Math.max(0, interaction.getsToGo - 1);
  return jsonReply(interaction.getsToGo > 0 ? inProgress(interaction.resource) : timelineOf(interaction, behaviors));
}

/** Streams the events after the one that the client names. The interaction is complete when they end. */
function resume(interaction: StoredInteraction, lastEventId: string | undefined): Reply | RpcStatus {
  const { events } = interaction;
  const last = events.findIndex((event) => 'event_id' in event && event.event_id === lastEventId);
  if (lastEventId !== undefined && last < 0) return fakeRefusal(`last_event_id "${lastEventId}" was never sent`);
  if (interaction.getsToGo === Number.POSITIVE_INFINITY) return streamOf(events.slice(0, 2), { hangAfter: 2 });
  interaction.getsToGo = 0;
  return streamOf(events.slice(last + 1), {});
}

/** Adds the input as the first steps. `include_input` makes no difference (genai-rs). */
function timelineOf({ resource, request, input }: StoredInteraction, { inputInGet }: Behaviors): object {
  const shown = inputInGet ?? (resource.status === 'requires_action' ? 'absent' : 'returned');
  const { previous_interaction_id } = request;
  return {
    ...resource,
    ...(resource.steps && { steps: [...(shown === 'returned' ? input : []), ...resource.steps] }),
    ...(previous_interaction_id !== undefined && { previous_interaction_id }),
  };
}

/** "Only applies to background interactions that are still running"; the text for others is ours. */
export function cancelInteraction(interaction: StoredInteraction): Reply | RpcStatus {
  if (interaction.getsToGo === 0) {
    return refusal('failed_precondition', 'fake: only an interaction that runs in the background can be cancelled');
  }
  interaction.getsToGo = 0;
  interaction.resource = { ...inProgress(interaction.resource), status: 'cancelled' };
  interaction.events = [];
  return jsonReply(interaction.resource);
}
