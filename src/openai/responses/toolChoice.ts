import { isJsonObject } from '../../text/parseJson.ts';
import { CODE_INTERPRETER } from './request.ts';

/** The model's turn so far in an answer. */
interface ChoiceContext {
  /** How the model calls for code; `undefined` if it writes programs as text, or the server runs them. */
  ours: readonly { type: string; name: string }[] | undefined;
  /** Whether the model has called a tool already: one that must call a tool in every turn would never answer. */
  hasCalled: boolean;
  /** Whether it must answer without running more code. */
  isExhausted: boolean;
}

/** Translates the application's choice for one request of its answer. */
export function encodeToolChoice(asked: unknown, { ours, hasCalled, isExhausted }: ChoiceContext): unknown {
  if (isExhausted) return 'none';
  if (hasCalled && isForced(asked)) return 'auto';
  if (!isJsonObject(asked) || !ours) return asked;
  const [first] = ours;
  if (asked.type === CODE_INTERPRETER) return first ?? 'auto';
  if (asked.type !== 'allowed_tools' || !Array.isArray(asked.tools)) return asked;
  const tools = asked.tools.flatMap((tool) => (isJsonObject(tool) && tool.type === CODE_INTERPRETER ? ours : [tool]));
  return { ...asked, tools };
}

function isForced(choice: unknown): boolean {
  if (!isJsonObject(choice)) return choice === 'required';
  return choice.type === 'allowed_tools' ? choice.mode === 'required' : true;
}
