import { abortable } from '../../async/abort.ts';

/** `'always'` runs a call, `'never'` refuses it, `'ask'` asks a person. */
export type Approval = 'always' | 'never' | 'ask';

/** An {@link Approval} for all calls of a tool, or a function that gives one for the arguments of a call. If it throws, the call fails. */
export type ApprovalRule = Approval | ((parameters: Record<string, unknown>) => Approval | Promise<Approval>);

/** A call that waits for a person's approval. Code chose the arguments: show them, and don't trust them. */
export interface ApprovalRequest {
  /** The tool's name. */
  tool: string;
  /** The tool's description. */
  description: string;
  /** The arguments by name, as the tool will get them. */
  parameters: Record<string, unknown>;
  /** The number of the run that calls. */
  run: number;
  /** Aborts when the run ends: there is nothing to approve any more. */
  signal: AbortSignal;
}

/** Whether a call may run. The code gets the reason for a refusal. */
export type ApprovalAnswer = boolean | { approved: boolean; reason?: string };

/** Asks a person, and may take its time. If it throws, the call is refused. */
export type OnApproval = (request: ApprovalRequest) => ApprovalAnswer | Promise<ApprovalAnswer>;

/** A call that a rule or a person refused. Python has an exception of this name. */
export class ToolRefusedError extends Error {
  override readonly name = 'ToolRefusedError';
}

/** Calls of one run that may wait for a person at once. */
export const MAX_WAITING = 10;

/** @throws ToolRefusedError if the answer is not an approval */
export async function askForApproval(request: ApprovalRequest, ask: OnApproval | undefined): Promise<void> {
  const { tool, signal } = request;
  if (!ask) throw new ToolRefusedError(`Calls of ${tool} need a person's approval, and nobody is there to give it.`);
  const answer = await abortable(Promise.resolve(ask(request)), signal);
  const { approved, reason } = typeof answer === 'object' ? answer : { approved: answer, reason: undefined };
  if (approved !== true) throw new ToolRefusedError(reason || `The user refused this call of ${tool}.`);
}

/** @throws ToolRefusedError, or what the rule throws */
export async function isToBeAsked(
  tool: string,
  rule: ApprovalRule = 'always',
  parameters: Record<string, unknown>,
): Promise<boolean> {
  const approval = typeof rule === 'function' ? await rule(parameters) : rule;
  if (approval === 'never') throw new ToolRefusedError(`Calls of ${tool} are not allowed here.`);
  if (approval !== 'always' && approval !== 'ask') {
    throw new ToolRefusedError(
      `The rule for calls of ${tool} gave ${String(approval)}; it must give 'always', 'never' or 'ask'.`,
    );
  }
  return approval === 'ask';
}
