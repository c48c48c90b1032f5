import { asServersTool } from './hops.ts';
import { isLocalCode, itemsIn, localCallIn } from './items.ts';
import { isCodeInterpreter } from './request.ts';
import type { Turns } from './turns.ts';
import { type CreateBody, type Item, textOf } from './wire.ts';

/** Drops the options that only this library understands from a tool. */
export function withoutOurOptions(tool: Item): Item {
  return isCodeInterpreter(tool) ? asServersTool(tool) : tool;
}

/**
 * Makes the request that goes to the server unchanged, except for what only this library understands: code that ran here becomes text, and
 * the latest of the ids that a turn has there is the one that it goes on from.
 */
export function forServer(body: CreateBody, turns: Turns): CreateBody {
  const { tools, input, previous_response_id: previous } = body;
  const turn = turns.get(previous);
  const held = turn?.held.flatMap(asOutput) ?? [];
  const isChanged = Array.isArray(input) && itemsIn(input).some(isLocalCode);
  const items = isChanged ? turns.withOutputs(itemsIn(input)).map(asText) : undefined;
  return {
    ...body,
    ...(Array.isArray(tools) &&
      itemsIn(tools).some(isCodeInterpreter) && { tools: itemsIn(tools).map(withoutOurOptions) }),
    ...(turn && { previous_response_id: turn.ids.at(-1) ?? null }),
    ...(items && { input: items }),
    ...(held.length > 0 && { input: [...held, ...(items ?? itemsOrText(input))] }),
  };
}

function itemsOrText(input: unknown): unknown[] {
  return Array.isArray(input) ? input : [{ role: 'user', content: input }];
}

function asText(item: Item): Item {
  if (!isLocalCode(item)) return item;
  const text = `\`\`\`python\n${textOf(item.code)}\n\`\`\`\n\n\`\`\`output\n${logsOf(item)}\n\`\`\``;
  return { type: 'message', role: 'assistant', content: text };
}

/** The result of a program that the server does not have yet. */
function asOutput(item: Item): Item[] {
  const call = localCallIn(item);
  return call ? [{ type: `${call.type}_output`, call_id: call.call_id, output: logsOf(item) }] : [];
}

function logsOf({ outputs }: Item): string {
  return itemsIn(outputs)
    .map(({ logs }) => textOf(logs))
    .join('');
}
