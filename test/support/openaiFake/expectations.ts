import { isDeepStrictEqual } from 'node:util';
import { contains, hasField } from '../geminiFake/script/expectations.ts';
import type { Expectation } from '../geminiFake/script/script.ts';
import { firstError, invalidRequest, unmet, type Verdict } from './errors.ts';

/** What a request asks, whichever API it is for. */
interface Asked {
  /** The texts since the model's last turn. */
  texts: readonly string[];
  /** The results of calls since the model's last turn. */
  results: readonly { name: string; content: unknown }[];
  /** The names of functions and custom tools. */
  functions: readonly string[];
  /** The types of the pictures since the model's last turn. */
  mimeTypes: readonly string[];
}

/** Checks what a script demands of the request that asks for a turn. */
export function meetsExpectations(expectations: readonly Expectation[], body: object, asked: Asked): Verdict {
  return firstError(
    expectations.flatMap((expected) => [
      () => hasResult(expected.functionResponse, asked),
      () => hasText(expected.textContains, asked),
      () => declares(expected.declares, asked),
      () => {
        const verdict = hasField(body, expected.field);
        return verdict && invalidRequest(verdict.message);
      },
    ]),
  );
}

function hasResult(expected: Expectation['functionResponse'], { results, mimeTypes }: Asked): Verdict {
  if (!expected) return undefined;
  const { name, responseContains, mimeTypes: wanted } = expected;
  const met = results.some(
    (result) => result.name === name && (responseContains === undefined || contains(result.content, responseContains)),
  );
  if (!met) return unmet(`a result like ${JSON.stringify(expected)}`, results);
  return wanted === undefined || isDeepStrictEqual(wanted, mimeTypes)
    ? undefined
    : unmet(`pictures ${wanted}`, mimeTypes);
}

function hasText(wanted: Expectation['textContains'], { texts }: Asked): Verdict {
  return wanted === undefined || texts.some((text) => text.includes(wanted))
    ? undefined
    : unmet(`the text "${wanted}"`, texts);
}

function declares(wanted: Expectation['declares'], { functions }: Asked): Verdict {
  if (wanted === undefined || isDeepStrictEqual(functions.toSorted(), wanted.toSorted())) return undefined;
  return unmet(`the functions ${wanted.join(', ')}`, functions);
}
