import { type Block, textOf } from '../wire.ts';

/** How the ids of calls of code begin that ran here. The API takes any id after `srvtoolu_`. */
const PREFIX = 'srvtoolu_local_';

/** Makes the id of a call of Anthropic's code execution from the one of a call of our function. */
export function serverIdOf(callId: string | undefined): string {
  const rest = callId?.replace(/^toolu_/, '').replace(/\W/g, '_') ?? crypto.randomUUID().replaceAll('-', '');
  return `${PREFIX}${rest}`;
}

/** Gives the id of the call of our function; `undefined` if the code did not run here. */
export function callIdOf(serverId: unknown): string | undefined {
  const id = textOf(serverId);
  return id.startsWith(PREFIX) ? `toolu_${id.slice(PREFIX.length)}` : undefined;
}

/** Whether a block is a call of code that ran here, or its result. */
export function isLocalCode({ type, id, tool_use_id: callId }: Block): boolean {
  return callIdOf(type === 'server_tool_use' ? id : callId) !== undefined;
}
