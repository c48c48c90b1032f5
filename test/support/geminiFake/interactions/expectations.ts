import { isDeepStrictEqual } from 'node:util';
import { firstRefusal, type Verdict } from '../errors.ts';
import { contains, hasField, unmet } from '../script/expectations.ts';
import type { Expectation } from '../script/script.ts';
import { type AskedInteraction, functionNames } from './request/asked.ts';
import type { Block, Step } from './steps.ts';

/** Checks what a script demands of the request that asks for a turn. */
export function meetsExpectations(asked: AskedInteraction, expectations: readonly Expectation[]): Verdict {
  return firstRefusal(
    expectations.flatMap((expected) => [
      () => usesMethod(expected.method),
      () => answersFunction(asked, expected.functionResponse),
      () => containsText(asked.input, expected.textContains),
      () => declares(asked, expected.declares),
      () => hasField(asked.request, expected.field),
    ]),
  );
}

function usesMethod(expected: Expectation['method']): Verdict {
  const method = 'interactions.create';
  return expected === undefined || expected === method ? undefined : unmet(`the method ${expected}`, method);
}

function answersFunction({ history, input }: AskedInteraction, expected: Expectation['functionResponse']): Verdict {
  if (!expected) return undefined;
  const lastCall = input.findLastIndex(({ type }) => type === 'function_call');
  const results = input.slice(lastCall + 1).filter(({ type }) => type === 'function_result');
  const nameOf = ({ name, call_id }: Step) => name ?? [...history, ...input].find(({ id }) => id === call_id)?.name;
  const met = results.some(
    (step) =>
      nameOf(step) === expected.name &&
      (expected.responseContains === undefined || contains(step.result, expected.responseContains)) &&
      (expected.mimeTypes === undefined || isDeepStrictEqual(mimeTypesOf(step.result), expected.mimeTypes)),
  );
  return met ? undefined : unmet(`a function_result like ${JSON.stringify(expected)}`, results);
}

function mimeTypesOf(result: unknown): (string | undefined)[] {
  const blocks: Block[] = Array.isArray(result) ? result : [];
  return blocks.filter(({ type }) => type !== 'text').map(({ mime_type }) => mime_type);
}

function containsText(input: readonly Step[], wanted: Expectation['textContains']): Verdict {
  if (wanted === undefined) return undefined;
  const content = input.findLast(({ type }) => type === 'user_input')?.content ?? [];
  return content.some(({ text }) => text?.includes(wanted)) ? undefined : unmet(`the text "${wanted}"`, content);
}

function declares({ request }: AskedInteraction, expected: Expectation['declares']): Verdict {
  if (!expected) return undefined;
  const names = functionNames(request);
  const met = isDeepStrictEqual(names.toSorted(), expected.toSorted());
  return met ? undefined : unmet(`the functions ${expected.join(', ')}`, names);
}
