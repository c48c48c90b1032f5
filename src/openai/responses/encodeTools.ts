import type { FunctionDeclaration, GenerateContentConfig } from '@google/genai';
import { declarationsIn } from '../../answer/request/callables.ts';
import { APPLICATION_CALLS, itemsIn } from './items.ts';
import { type Item, textOf } from './wire.ts';

/** Makes our tools of the functions that the application's request does not have itself. */
export function encodeOurTools(
  { tools = [] }: GenerateContentConfig,
  others: readonly Item[],
  isCustom: boolean,
): Item[] {
  const taken = [...others, ...others.flatMap((tool) => itemsIn(tool.tools))].map(({ name }) => textOf(name));
  const ours = declarationsIn(tools).filter(
    ({ name = '' }) => !taken.includes(name) && !APPLICATION_CALLS.includes(name),
  );
  return ours.map(isCustom ? asCustomTool : asFunction);
}

function asCustomTool({ name, description, parametersJsonSchema: schema }: FunctionDeclaration): Item {
  const { code } = (schema as { properties?: { code?: { description?: string } } } | undefined)?.properties ?? {};
  const input = code?.description ? ` Input: ${code.description}` : '';
  return { type: 'custom', name, description: `${description}${input}`, format: { type: 'text' } };
}

function asFunction({ name, description, parametersJsonSchema: parameters }: FunctionDeclaration): Item {
  return { type: 'function', name, description, parameters, strict: false };
}
