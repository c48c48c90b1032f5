import { isDeepStrictEqual } from 'node:util';
import { functionResponsesIn, partsOf } from '../checks/contents.ts';
import type { Content, FunctionResponse, GenerateContentRequest } from '../checks/schema.ts';
import { functionDeclarationsOf } from '../checks/tools.ts';
import { fakeRefusal, firstRefusal, type Verdict } from '../errors.ts';
import type { Expectation } from './script.ts';

/** What a script demands of the request that asks for a turn. */
export function meetsExpectations(
  request: GenerateContentRequest,
  streamed: boolean,
  expectations: readonly Expectation[],
): Verdict {
  return firstRefusal(
    expectations.flatMap((expected) => [
      () => usesMethod(streamed, expected.method),
      () => answersFunction(request, expected.functionResponse),
      () => containsText(request, expected.textContains),
      () => declares(request, expected.declares),
      () => hasField(request, expected.field),
    ]),
  );
}

export function unmet(expected: string, got: unknown): Verdict {
  return fakeRefusal(`expected ${expected}, got ${JSON.stringify(got) ?? 'nothing'}`);
}

function usesMethod(streamed: boolean, expected: Expectation['method']): Verdict {
  const method = streamed ? 'streamGenerateContent' : 'generateContent';
  return expected === undefined || expected === method ? undefined : unmet(`the method ${expected}`, method);
}

function lastContent(request: GenerateContentRequest): Content | undefined {
  return request.contents?.at(-1);
}

function answersFunction(request: GenerateContentRequest, expected: Expectation['functionResponse']): Verdict {
  if (!expected) return undefined;
  const responses = functionResponsesIn(lastContent(request));
  const met = responses.some(
    (response) =>
      response.name === expected.name &&
      (expected.responseContains === undefined || contains(response.response, expected.responseContains)) &&
      (expected.mimeTypes === undefined || isDeepStrictEqual(mimeTypesOf(response), expected.mimeTypes)),
  );
  return met ? undefined : unmet(`a functionResponse like ${JSON.stringify(expected)}`, responses);
}

function mimeTypesOf(response: FunctionResponse): (string | undefined)[] {
  return (response.parts ?? []).map((part) => (part.inlineData ?? part.fileData)?.mimeType);
}

/** Whether a value or one inside it holds the text. Texts are searched as they are, not as JSON escapes them. */
export function contains(value: unknown, wanted: string): boolean {
  if (typeof value === 'string') return value.includes(wanted);
  if (typeof value !== 'object' || value === null) return String(value).includes(wanted);
  return JSON.stringify(value).includes(wanted) || Object.values(value).some((member) => contains(member, wanted));
}

function containsText(request: GenerateContentRequest, wanted: Expectation['textContains']): Verdict {
  if (wanted === undefined) return undefined;
  const parts = partsOf(lastContent(request));
  return parts.some((part) => part.text?.includes(wanted)) ? undefined : unmet(`the text "${wanted}"`, parts);
}

function declares(request: GenerateContentRequest, expected: Expectation['declares']): Verdict {
  if (!expected) return undefined;
  const names = functionDeclarationsOf(request).map((declaration) => declaration.name ?? '');
  const met = isDeepStrictEqual(names.toSorted(), expected.toSorted());
  return met ? undefined : unmet(`the declarations ${expected.join(', ')}`, names);
}

export function hasField(request: object, expected: Expectation['field']): Verdict {
  if (!expected) return undefined;
  const difference = firstDifference(expected.equals, valueAt(request, expected.path), expected.path);
  if (!difference) return undefined;
  return unmet(`${difference.path} to be ${JSON.stringify(difference.expected) ?? 'absent'}`, difference.got);
}

interface Difference {
  path: string;
  expected: unknown;
  got: unknown;
}

function firstDifference(expected: unknown, got: unknown, path: string): Difference | undefined {
  if (isDeepStrictEqual(expected, got)) return undefined;
  if (!isContainer(expected) || !isContainer(got)) return { path, expected, got };
  const names = [...new Set([...Object.keys(expected), ...Object.keys(got)])];
  const differences = names.map((name) =>
    firstDifference(expected[name], got[name], Array.isArray(got) ? `${path}[${name}]` : `${path}.${name}`),
  );
  return differences.find((difference) => difference !== undefined);
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function valueAt(body: unknown, path: string): unknown {
  const names = path.split(/[.[\]]+/).filter((name) => name !== '');
  return names.reduce<unknown>((value, name) => Object(value)[name], body);
}
