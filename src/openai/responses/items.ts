import { isJsonObject } from '../../text/parseJson.ts';
import { type Item, textOf } from './wire.ts';

export const CODE_CALL = 'code_interpreter_call';
/** The container of code that runs here. */
export const LOCAL_CONTAINER = 'cntr_local';

/** Calls that the application answers, besides those of functions and custom tools. */
export const APPLICATION_CALLS = [
  'computer_call',
  'local_shell_call',
  'shell_call',
  'apply_patch_call',
  'mcp_approval_request',
];

/** What tells how the model called for code that ran here, so that its call can go back. */
export interface LocalCall {
  /** `custom_tool_call` or `function_call`. */
  type: string;
  id?: unknown;
  call_id: string;
  name: string;
}

/** Lists the items of a value that came over the wire. A message may lack its type, and a reference, too. */
export function itemsIn(value: unknown): Item[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isJsonObject).map((item): Item => {
    if (typeof item.type === 'string') return item as Item;
    return { ...item, type: 'role' in item ? 'message' : 'item_reference' };
  });
}

export function isCall({ type }: Item): boolean {
  return type === 'function_call' || type === 'custom_tool_call' || APPLICATION_CALLS.includes(type);
}

/** Whether an item answers a call. */
export function isCallOutput({ type }: Item): boolean {
  return type.endsWith('_call_output') || type === 'mcp_approval_response';
}

/** The id by which a call and its output belong together. */
export function callIdOf(item: Item): string {
  return textOf(item.call_id ?? item.approval_request_id ?? item.id);
}

/** Whether a call for code is one that ran here. */
export function isLocalCode({ type, container_id: container }: Item): boolean {
  return type === CODE_CALL && container === LOCAL_CONTAINER;
}

export function localCallIn({ local_call: call }: Item): LocalCall | undefined {
  return isJsonObject(call) && typeof call.call_id === 'string' ? (call as unknown as LocalCall) : undefined;
}
