import { isDeepStrictEqual } from 'node:util';
import { contains, hasField } from '../geminiFake/script/expectations.ts';
import type { Expectation, ScriptedTurn } from '../geminiFake/script/script.ts';
import { fakeRefusal, firstError, invalidRequest, unmet, type Verdict } from './errors.ts';
import { type Block, type Body, blocksIn, sourceOf } from './wire.ts';

/** Checks what a script demands of the request that asks for a turn, and whether the turn could answer it. */
export function turnFits(turn: ScriptedTurn, body: Body): Verdict {
  const latest = blocksIn(body.messages?.at(-1) ?? { role: 'user', content: [] });
  const names = (body.tools ?? []).map(({ name }) => String(name));
  return firstError([
    ...(turn.expect ?? []).flatMap((expected) => [
      () => hasResult(expected.functionResponse, latest, body),
      () => hasText(expected.textContains, latest),
      () => declares(expected.declares, names),
      () => {
        const verdict = hasField(body, expected.field);
        return verdict && invalidRequest(verdict.message);
      },
    ]),
    () => callsAreOffered(turn, names),
    () => choiceIsKept(turn, body.tool_choice),
  ]);
}

function hasResult(
  expected: Expectation['functionResponse'],
  latest: readonly Block[],
  { messages = [] }: Body,
): Verdict {
  if (!expected) return undefined;
  const { name, responseContains, mimeTypes } = expected;
  const calls = messages.flatMap(blocksIn).filter((block) => block.type === 'tool_use' && block.name === name);
  const results = latest.filter(({ tool_use_id: id }) => calls.some((call) => call.id === id));
  const met = results.some(({ content }) => {
    const pictures = Array.isArray(content) ? (content as Block[]).filter(({ type }) => type === 'image') : [];
    const types = pictures.map((picture) => sourceOf(picture).media_type);
    return (
      (responseContains === undefined || contains(content, responseContains)) &&
      (mimeTypes === undefined || isDeepStrictEqual(types, mimeTypes))
    );
  });
  return met ? undefined : unmet(`a tool_result like ${JSON.stringify(expected)}`, results);
}

function hasText(wanted: Expectation['textContains'], latest: readonly Block[]): Verdict {
  const met = wanted === undefined || latest.some(({ text }) => String(text).includes(wanted));
  return met ? undefined : unmet(`the text "${wanted}"`, latest);
}

function declares(wanted: Expectation['declares'], names: string[]): Verdict {
  const met = wanted === undefined || isDeepStrictEqual(names.toSorted(), wanted.toSorted());
  return met ? undefined : unmet(`the tools ${wanted?.join(', ')}`, names);
}

function callsOf({ parts = [] }: ScriptedTurn): string[] {
  return parts.flatMap(({ functionCall }) => functionCall?.name ?? []);
}

function callsAreOffered(turn: ScriptedTurn, names: readonly string[]): Verdict {
  const unknown = turn.undeclaredCalls ? undefined : callsOf(turn).find((name) => !names.includes(name));
  return unknown === undefined
    ? undefined
    : fakeRefusal(`the script calls "${unknown}", but the request has ${names.join(', ') || 'no tools'}`);
}

function choiceIsKept(turn: ScriptedTurn, choice: Block | undefined): Verdict {
  const calls = callsOf(turn);
  if (!turn.parts || turn.undeclaredCalls) return undefined;
  if (choice?.type === 'none' && calls.length > 0) return fakeRefusal('the tool choice is none, but the script calls');
  const isMissing =
    (choice?.type === 'any' && calls.length === 0) || (choice?.type === 'tool' && !calls.includes(String(choice.name)));
  return isMissing
    ? fakeRefusal(`the tool choice is ${JSON.stringify(choice)}, but the script does not call it`)
    : undefined;
}
