import type { Behaviors } from '../../behaviors.ts';
import { fakeRefusal, firstRefusal, invalidArgument, type Verdict } from '../../errors.ts';
import { interactionNotFound, refusal } from '../errors.ts';
import { type AskedInteraction, isStored } from '../request/asked.ts';
import type { CreateRequest } from '../request/schema.ts';
import type { Step } from '../steps.ts';
import { serverToolOf } from '../steps.ts';
import { isTorn, type StoredInteraction } from '../store.ts';
import { blocksAreSound } from './blocks.ts';
import { modelStepsAreAsIssued } from './replay.ts';
import { resultsMatchCalls } from './results.ts';
import { toolsAreSound } from './tools.ts';

/** Checks the request by itself, without any history. */
export function requestIsSound(request: CreateRequest): Verdict {
  return firstRefusal([() => inputIsGiven(request), () => storeAllows(request)]);
}

/** Checks the request against the answers of the server. */
export function checkCreate(asked: AskedInteraction, issued: readonly (readonly Step[])[]): Verdict {
  return firstRefusal([
    () => toolsAreSound(asked),
    () => blocksAreSound(asked),
    () => resultsMatchCalls(asked),
    () => modelStepsAreAsIssued(asked, issued),
  ]);
}

/** genai-rs */
function inputIsGiven({ input, continuation_token }: CreateRequest): Verdict {
  if (input === undefined) return continuation_token === undefined ? invalidArgument('Missing input.') : undefined;
  const isEmpty = input === '' || (Array.isArray(input) && input.every(isEmptyItem));
  return isEmpty ? invalidArgument('Request has empty input.') : undefined;
}

function isEmptyItem(item: Step): boolean {
  return item.type === 'user_input' && (item.content ?? []).length === 0;
}

/** Documented as incompatible (interactions-overview); the texts are ours. */
function storeAllows(request: CreateRequest): Verdict {
  if (isStored(request)) return undefined;
  if (request.background)
    return fakeRefusal('background needs store: an interaction that is not stored cannot run later');
  if (request.previous_interaction_id === undefined) return undefined;
  return fakeRefusal('store: false goes without previous_interaction_id: send the history as steps of the input');
}

/** Checks that the last interaction of the chain can be continued. Only the text for a missing one is on record. */
export function canBeContinued(chain: readonly StoredInteraction[], behaviors: Behaviors): Verdict {
  const previous = chain.at(-1);
  if (!previous) return interactionNotFound();
  if (previous.getsToGo > 0) {
    return refusal('failed_precondition', `fake: the interaction ${previous.id} is still in progress`);
  }
  if (isTorn(chain) && behaviors.deletedHistory !== 'accepted') {
    return refusal('not_found', 'fake: an interaction before the previous one has been deleted');
  }
  const steps = chain.flatMap(({ resource }) => resource.steps ?? []);
  const tool = steps.map(serverToolOf).find((name) => name !== undefined);
  return tool === undefined ? undefined : refuseToolHistory(tool, behaviors);
}

function refuseToolHistory(tool: string, { serverToolHistory }: Behaviors): Verdict {
  switch (serverToolHistory) {
    case 'accepted':
      return undefined;
    case 'mismatched':
      return invalidArgument(
        'contents[1].parts[0]: Tool type of tool_call part does not match with tool call context.',
      );
    default:
      return refusal('not_implemented', `fake: an interaction with steps of ${tool} cannot be continued`);
  }
}
