import type { ApprovalRule } from './approval.ts';

/** A function of the page that code may call. Python imports it: `from tools import name`. */
export interface Tool {
  /** One or more sentences on what the tool does: the docstring of the function in Python. The first line is shown to models. */
  description: string;
  /**
   * A JSON schema of an object, with one property for each parameter, in the order in which Python takes them. Arguments are checked
   * against it before the call; `{}` takes any. A list with `uniqueItems` takes at most 1,000 items.
   *
   * @see https://json-schema.org/draft/2020-12/json-schema-validation
   */
  parameters: Record<string, unknown>;
  /** A JSON schema of the value that it returns, for the function's signature. The value is not checked. @default none */
  returns?: Record<string, unknown>;
  /**
   * Whether a person is asked before a call, by {@link SandboxOptions.onApproval}. A refused call raises `ToolRefusedError` in the code.
   * @default 'always': calls need no approval
   */
  approve?: ApprovalRule;
  /**
   * Called with the arguments by name. The value that it returns, or resolves to, goes to the code as JSON; an error that it throws is
   * raised there as `ToolError`, with its message. `signal` aborts when the run ends or the call takes too long. Any code in the sandbox may
   * call it, as often as {@link ToolLimits} allow.
   */
  execute: (parameters: Record<string, unknown>, options: { signal: AbortSignal }) => unknown;
}

/** Limits for the calls of tools. A call beyond them raises a `ToolError` in the code; the run goes on. */
export interface ToolLimits {
  /** Calls in one run. @default 10000 */
  calls: number;
  /** Characters of JSON of the arguments of one call. @default 1048576 (1 MiB) */
  argumentLength: number;
  /** Characters of JSON of the result of one call. @default 8388608 (8 MiB) */
  resultLength: number;
  /** Milliseconds of one call, from its approval on. @default 30000 */
  time: number;
}

export const DEFAULT_LIMITS: ToolLimits = {
  calls: 10_000,
  argumentLength: 1024 ** 2,
  resultLength: 8 * 1024 ** 2,
  time: 30_000,
};
