import { fakeRefusal, firstRefusal, invalidArgument, type Verdict } from '../errors.ts';
import { functionCallsIn, functionResponsesIn, isModelTurn } from './contents.ts';
import type { Content, FunctionCall, FunctionResponse } from './schema.ts';

/** The order of function call turns and function response turns, and what answers what. */
export function turnsAreInOrder(contents: readonly Content[]): Verdict {
  return firstRefusal(
    contents.map((content, index) => () => {
      const neighbours = { previous: contents[index - 1], content, next: contents[index + 1] };
      return checkCallTurn(neighbours) ?? checkResponseTurn(neighbours);
    }),
  );
}

interface Neighbours {
  previous: Content | undefined;
  content: Content;
  next: Content | undefined;
}

/** gemini-cli #11814, Antigravity-Manager PR 3396 */
const MISPLACED_CALL =
  'Please ensure that function call turn comes immediately after a user turn or after a function response turn.';
/** langchain #27799, go-genai #692 */
const MISPLACED_RESPONSE = 'Please ensure that function response turn comes immediately after a function call turn.';
/** gemini-cli #16415, vscode #299295 */
export const COUNT_DIFFERS =
  'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.';

/**
 * The server takes each model content as a turn of its own: a client that stores every chunk of a stream as a content,
 * as the SDK's chats do, is refused when it answers parallel calls (go-genai #692).
 */
function checkCallTurn({ previous, content, next }: Neighbours): Verdict {
  const calls = functionCallsIn(content);
  if (calls.length === 0) return undefined;
  if (!previous || isModelTurn(previous)) return invalidArgument(MISPLACED_CALL);
  if (!next) return undefined; // a matter for endsOnUserTurn
  if (isModelTurn(next)) return invalidArgument(MISPLACED_RESPONSE);
  const responses = functionResponsesIn(next);
  return responses.length === calls.length ? undefined : invalidArgument(COUNT_DIFFERS);
}

function checkResponseTurn({ previous, content }: Neighbours): Verdict {
  if (functionResponsesIn(content).length === 0) return undefined;
  if (functionCallsIn(previous).length > 0) return undefined;
  // Two response turns in a row get the other turn's text (gemini-cli #26956).
  const repeated = functionResponsesIn(previous).length > 0;
  return invalidArgument(repeated ? MISPLACED_CALL : MISPLACED_RESPONSE);
}

/**
 * Each response has the name and the id of a call of its own. Stricter than generateContent, which answers a mismatch with an empty STOP
 * ("strict response matching" in What's new in Gemini 3.5 Flash; the Interactions API already errors): that would hide the mistake.
 * The turns are in order.
 */
export function responsesMatchCalls(contents: readonly Content[]): Verdict {
  return firstRefusal(
    contents.map(
      (content, index) => () => matchCalls(functionCallsIn(contents[index - 1]), functionResponsesIn(content)),
    ),
  );
}

function matchCalls(calls: readonly FunctionCall[], responses: readonly FunctionResponse[]): Verdict {
  const unanswered = [...calls];
  for (const response of responses) {
    const answered = unanswered.findIndex((call) => call.name === response.name && call.id === response.id);
    if (answered < 0) return mismatch(response, unanswered);
    unanswered.splice(answered, 1);
  }
  return undefined;
}

function mismatch(response: FunctionResponse, unanswered: readonly FunctionCall[]): Verdict {
  const sameName = unanswered.filter((call) => call.name === response.name);
  if (sameName.length === 0) {
    const names = unanswered.map((call) => call.name).join(', ');
    return fakeRefusal(
      `functionResponse.name "${response.name}" does not match a functionCall still to answer: ${names}`,
    );
  }
  const ids = sameName.map((call) => call.id ?? '(none)').join(', ');
  return fakeRefusal(`functionResponse.id "${response.id ?? ''}" does not match the id of its functionCall: ${ids}`);
}

/** one-api #836, semantic-kernel #13262, crewAI PR #6973 */
export function endsOnUserTurn(contents: readonly Content[]): Verdict {
  if (!isModelTurn(contents.at(-1))) return undefined;
  return invalidArgument(
    contents.length === 1
      ? 'Please ensure that single turn requests end with a user role or the role field is empty.'
      : 'Please ensure that multiturn requests ends with a user role or a function response.',
  );
}
