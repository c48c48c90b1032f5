import { fakeRefusal, firstRefusal, type Verdict } from '../errors.ts';
import type { ScriptedTurn } from '../script/script.ts';
import { fitsTheMethod, isForLiveAlone } from '../script/scriptFit.ts';
import { meetsExpectations } from './expectations.ts';
import { type AskedInteraction, functionNames, serverTools } from './request/asked.ts';
import { isCall, type Step, serverToolOf } from './steps.ts';

/** Checks that the scripted turn could be the answer to this request. If not, the script or the client is wrong. */
export function turnFits(turn: ScriptedTurn, steps: readonly Step[], asked: AskedInteraction): Verdict {
  return firstRefusal([
    () => meetsExpectations(asked, turn.expect ?? []),
    () => isForInteractions(turn),
    () => isForLiveAlone(turn),
    () => fitsTheMethod(turn, asked.request.stream ?? false),
    () => callsAreDeclared(turn, steps, asked),
    () => callsFitTheChoice(turn, steps, asked),
    () => toolsAreAsked(turn, steps, asked),
  ]);
}

const GENERATE_CONTENT_ONLY = ['chunks', 'promptFeedback', 'moreCandidates'] as const;

function isForInteractions(turn: ScriptedTurn): Verdict {
  const only = GENERATE_CONTENT_ONLY.find((name) => turn[name] !== undefined);
  if (only) return fakeRefusal(`the turn has ${only}, which interactions do not have`);
  const foreign = turn.parts?.find((part) => part.functionResponse);
  return foreign && fakeRefusal('the turn has a functionResponse, which no model says');
}

function callsAreDeclared(turn: ScriptedTurn, steps: readonly Step[], { request }: AskedInteraction): Verdict {
  const declared = functionNames(request);
  const unknown = steps.find((step) => isCall(step) && !declared.includes(step.name ?? ''));
  if (unknown === undefined || turn.undeclaredCalls) return undefined;
  return fakeRefusal(
    `the script calls "${unknown.name}", but the request declares ${declared.join(', ') || 'no functions'}`,
  );
}

/** Checks `parts` only: a script may give any exact steps, events and recordings. */
function callsFitTheChoice(turn: ScriptedTurn, steps: readonly Step[], { request }: AskedInteraction): Verdict {
  if (!turn.parts || turn.undeclaredCalls) return undefined;
  const choice = request.generation_config?.tool_choice;
  const { mode, tools } = typeof choice === 'string' ? { mode: choice } : (choice?.allowed_tools ?? {});
  const names = steps.filter(isCall).map(({ name = '' }) => name);
  if (mode === 'any' && names.length === 0) {
    return fakeRefusal('the tool_choice is any, but the scripted turn has no functionCall');
  }
  if (mode === 'none' && names.length > 0)
    return fakeRefusal('the tool_choice is none, but the script calls a function');
  const forbidden = names.find((name) => tools && !tools.includes(name));
  return forbidden === undefined ? undefined : fakeRefusal(`the script calls "${forbidden}", which is not allowed`);
}

function toolsAreAsked(turn: ScriptedTurn, steps: readonly Step[], { request }: AskedInteraction): Verdict {
  const asked = serverTools(request);
  const unasked = steps.map(serverToolOf).find((tool) => tool !== undefined && !asked.includes(tool));
  if (unasked === undefined || turn.undeclaredCalls || request.agent !== undefined) return undefined;
  return fakeRefusal(`the script has ${unasked} steps, but the request has no ${unasked} tool`);
}
