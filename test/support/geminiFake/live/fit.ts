import type { FunctionDeclaration } from '../checks/schema.ts';
import { fakeRefusal, type Verdict } from '../errors.ts';
import type { ScriptedTurn } from '../script/script.ts';

const NOT_LIVE = ['steps', 'events', 'chunks', 'recorded', 'wire', 'promptFeedback', 'moreCandidates'] as const;

interface Calling {
  toolCall?: { functionCalls?: { name?: string }[] };
}

/** Checks that the scripted turn could be the server's in this session. If not, the script or the client is wrong. */
export function turnFits(
  turn: ScriptedTurn,
  messages: readonly Calling[],
  declarations: readonly FunctionDeclaration[],
): Verdict {
  const foreign = NOT_LIVE.find((name) => turn[name] !== undefined);
  if (foreign) return fakeRefusal(`the turn has ${foreign}, which Live sessions do not have`);
  const declared = declarations.map(({ name }) => name);
  const called = messages.flatMap(({ toolCall }) => toolCall?.functionCalls ?? []);
  const unknown = called.find(({ name }) => !declared.includes(name));
  if (unknown === undefined || turn.undeclaredCalls) return undefined;
  return fakeRefusal(
    `the script calls "${unknown.name}", but the setup declares ${declared.join(', ') || 'no functions'}`,
  );
}
