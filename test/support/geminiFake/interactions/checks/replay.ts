import { isDeepStrictEqual } from 'node:util';
import { BYPASS } from '../../checks/signatures.ts';
import { fakeRefusal, firstRefusal, invalidArgument, type Verdict } from '../../errors.ts';
import { requiresThoughtSignatures } from '../../models.ts';
import { unexplained } from '../errors.ts';
import type { AskedInteraction } from '../request/asked.ts';
import { isCall, type Step, serverToolOf } from '../steps.ts';

type Answers = readonly (readonly Step[])[];

/**
 * Checks the history that a stateless client sends: every step of the model comes back as it was issued (tool-combination). A client that
 * continues a stored interaction does not send its steps again.
 *
 * @param issued the steps of each answer that this server has given
 */
export function modelStepsAreAsIssued({ input, history }: AskedInteraction, issued: Answers): Verdict {
  const steps = issued.flat();
  return firstRefusal(
    input.map((step, index) => () => {
      if (history.some((known) => isDeepStrictEqual(known, step)) && (isCall(step) || step.type === 'thought')) {
        return fakeRefusal(`input[${index}] is part of the previous interaction: it is not sent again`);
      }
      return isCall(step) || serverToolOf(step) !== undefined ? isAsIssued(step, steps, index) : undefined;
    }),
  );
}

function isAsIssued(step: Step, issued: readonly Step[], index: number): Verdict {
  const original = issued.find((known) => known.type === step.type && idOf(known) === idOf(step));
  if (!original) return fakeRefusal(`input[${index}]: no ${step.type} "${idOf(step)}" was issued`);
  if (isDeepStrictEqual(withoutEmptySignature(step), withoutEmptySignature(original))) return undefined;
  return fakeRefusal(
    `input[${index}]: ${step.type} "${idOf(step)}" was issued as ${JSON.stringify(original)}, came back as ${JSON.stringify(step)}`,
  );
}

function idOf({ id, call_id }: Step): string | undefined {
  return id ?? call_id;
}

/** Only streams of Gemini 2.5 have an empty signature. */
function withoutEmptySignature({ signature, ...step }: Step): Step {
  return signature ? { ...step, signature } : step;
}

/**
 * Checks that each thought comes back with its signature, and that a call comes back with the thought before it. The server finds these
 * mistakes when the stream is open, with these texts (measured on gemini-3.7-flash).
 */
export function thoughtsAreSigned({ input, model }: AskedInteraction, issued: Answers): Verdict {
  if (!requiresThoughtSignatures(model)) return undefined;
  const thoughts = issued.flat().filter(({ type }) => type === 'thought');
  return firstRefusal(
    input.map((step, index) => () => {
      if (step.type === 'thought') return isAuthentic(step, thoughts);
      return isCall(step) ? hasItsThought(input.slice(0, index), thoughtOf(step, issued)) : undefined;
    }),
  );
}

function isAuthentic(thought: Step, issued: readonly Step[]): Verdict {
  const { signature } = thought;
  if (!signature) return unexplained();
  if (BYPASS.includes(signature)) return undefined;
  const originals = issued.filter((known) => known.signature === signature);
  if (originals.length === 0) return invalidArgument('Corrupted thought signature.');
  const isUnchanged = originals.some((original) => isDeepStrictEqual(original, thought));
  return isUnchanged ? undefined : fakeRefusal('a thought came back with another summary than it was issued with');
}

/** Finds the thought that was issued before the call. Parallel calls share one. */
function thoughtOf(call: Step, issued: Answers): Step | undefined {
  const answer = issued.find((steps) => steps.some((step) => isCall(step) && step.id === call.id)) ?? [];
  const index = answer.findIndex((step) => isCall(step) && step.id === call.id);
  return answer.slice(0, index).findLast(({ type }) => type === 'thought');
}

function hasItsThought(before: readonly Step[], thought: Step | undefined): Verdict {
  if (!thought) return undefined;
  const signatures = before.flatMap(({ type, signature = '' }) => (type === 'thought' ? signature : []));
  const isThere = signatures.some((signature) => signature === thought.signature || BYPASS.includes(signature));
  return isThere ? undefined : unexplained();
}
