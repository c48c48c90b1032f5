import * as v from 'valibot';

/** A content block of a user, a model or a function result. */
export interface Block {
  type: string;
  text?: string | undefined;
  data?: string | undefined;
  uri?: string | undefined;
  mime_type?: string | undefined;
  annotations?: unknown;
  [name: string]: unknown;
}

/** A step of any type. Scripts may have unknown ones; the steps of a request are checked by the schema of its input. */
export interface Step {
  type: string;
  /** Of calls. */
  id?: string | undefined;
  /** Of results. */
  call_id?: string | undefined;
  name?: string | undefined;
  arguments?: unknown;
  result?: unknown;
  is_error?: boolean | undefined;
  signature?: string | undefined;
  content?: readonly Block[] | undefined;
  summary?: readonly Block[] | undefined;
  [name: string]: unknown;
}

const text = v.string('a text');
const BlockSchema: v.GenericSchema<unknown, Block> = v.looseObject({ type: text, text: v.optional(text) }, 'a block');
const blocks = v.optional(v.array(BlockSchema, 'a list of blocks'));

export const StepSchema: v.GenericSchema<unknown, Step> = v.looseObject(
  {
    type: text,
    id: v.optional(text),
    call_id: v.optional(text),
    name: v.optional(text),
    is_error: v.optional(v.boolean('true or false')),
    signature: v.optional(text),
    content: blocks,
    summary: blocks,
  },
  'a step',
);

export function isStep(value: unknown): value is Step {
  return v.is(StepSchema, value);
}

export function isCall(step: Step): boolean {
  return step.type === 'function_call';
}

/** Whether the step is the client's: the words of the user and function results. The others are the model's. */
export function isInput({ type }: Step): boolean {
  return type === 'user_input' || type === 'function_result';
}

/** Returns the type of the server's tool that made the step, if one did: `code_execution` for `code_execution_call`. */
export function serverToolOf({ type }: Step): string | undefined {
  const [, tool] = /^(.+?)(?:_tool)?_(?:call|result)$/.exec(type) ?? [];
  return tool === 'function' ? undefined : tool;
}
