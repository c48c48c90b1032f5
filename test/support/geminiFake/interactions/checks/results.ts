import { fakeRefusal, type Verdict } from '../../errors.ts';
import { type AskedInteraction, unanswered } from '../request/asked.ts';
import { isInput, type Step } from '../steps.ts';

/**
 * Checks that each function_result answers a call of its own, and that every call is answered: the API enforces "strict response matching"
 * (What's new in Gemini 3.5 Flash). The texts are ours.
 */
export function resultsMatchCalls({ history, input, behaviors }: AskedInteraction): Verdict {
  const open = new Map(unanswered(history).map((call) => [call.id, call]));
  let last: Step | undefined;
  for (const step of input) {
    const refusal =
      step.type === 'function_result' ? answersCall(step, open) : step.type === 'user_input' && allAnswered(open);
    if (refusal) return refusal;
    if (step.type === 'function_call') open.set(step.id, step);
    if (step.type === 'user_input' && last?.type === 'function_result' && behaviors.inputBesideResults !== 'accepted') {
      return fakeRefusal('a user_input stands beside function results: it belongs in the next interaction');
    }
    last = step;
  }
  if (last && !isInput(last)) return fakeRefusal(`the input ends with a step of the model: ${last.type}`);
  return allAnswered(open);
}

/** Removes the answered call from the open ones. */
function answersCall({ call_id, name }: Step, open: Map<string | undefined, Step>): Verdict {
  const call = open.get(call_id);
  if (!call) {
    const ids = [...open.keys()].join(', ') || 'none';
    return fakeRefusal(`function_result.call_id "${call_id}" is not that of a function_call still to answer: ${ids}`);
  }
  if (name !== undefined && name !== call.name) {
    return fakeRefusal(`function_result.name "${name}" is not that of its function_call: ${call.name}`);
  }
  open.delete(call_id);
  return undefined;
}

function allAnswered(open: ReadonlyMap<string | undefined, Step>): Verdict {
  if (open.size === 0) return undefined;
  return fakeRefusal(`the input lacks a function_result for ${[...open.keys()].join(', ')}`);
}
