import { isDeepStrictEqual } from 'node:util';
import type { FunctionResponse } from '../checks/schema.ts';
import { firstRefusal, type Verdict } from '../errors.ts';
import { contains, hasField, unmet } from '../script/expectations.ts';
import type { Expectation } from '../script/script.ts';
import { declarationsOf } from './checks.ts';
import type { ClientMessage, Setup } from './messages.ts';

/** Checks what a script demands of the message that asks for a turn. */
export function meetsExpectations(message: ClientMessage, setup: Setup, expectations: readonly Expectation[]): Verdict {
  return firstRefusal(
    expectations.flatMap((expected) => [
      () => usesMethod(expected.method),
      () => answersFunction(message, expected.functionResponse),
      () => containsText(message, expected.textContains),
      () => declares(setup, expected.declares),
      () => hasField(message, expected.field),
    ]),
  );
}

function usesMethod(expected: Expectation['method']): Verdict {
  const method = 'live.connect';
  return expected === undefined || expected === method ? undefined : unmet(`the method ${expected}`, method);
}

function answersFunction({ toolResponse }: ClientMessage, expected: Expectation['functionResponse']): Verdict {
  if (!expected) return undefined;
  const responses = toolResponse?.functionResponses ?? [];
  const isMet = responses.some(
    ({ name, response, parts = [] }) =>
      name === expected.name &&
      (expected.responseContains === undefined || contains(response, expected.responseContains)) &&
      (expected.mimeTypes === undefined || isDeepStrictEqual(mimeTypesOf(parts), expected.mimeTypes)),
  );
  return isMet ? undefined : unmet(`a functionResponse like ${JSON.stringify(expected)}`, responses);
}

function mimeTypesOf(parts: NonNullable<FunctionResponse['parts']>): (string | undefined)[] {
  return parts.map(({ inlineData }) => inlineData?.mimeType);
}

function containsText({ clientContent, realtimeInput }: ClientMessage, wanted: Expectation['textContains']): Verdict {
  if (wanted === undefined) return undefined;
  const parts = clientContent?.turns?.at(-1)?.parts ?? [];
  const texts = [...parts.map(({ text }) => text), realtimeInput?.text];
  return texts.some((text) => text?.includes(wanted)) ? undefined : unmet(`the text "${wanted}"`, texts);
}

function declares(setup: Setup, expected: Expectation['declares']): Verdict {
  if (!expected) return undefined;
  const names = declarationsOf(setup).map(({ name = '' }) => name);
  const isMet = isDeepStrictEqual(names.toSorted(), expected.toSorted());
  return isMet ? undefined : unmet(`the declarations ${expected.join(', ')}`, names);
}
