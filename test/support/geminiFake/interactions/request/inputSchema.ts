import * as v from 'valibot';
import type { Block, Step } from '../steps.ts';

/** The input of a request: a text, content blocks or steps, each with the fields of its type and no other. */

const string = v.string('a string');
const number = v.number('a number');
const boolean = v.boolean('a boolean');
const object = v.record(v.string(), v.unknown(), 'an object');

/** Standard and URL-safe base64. */
const base64 = v.pipe(string, v.regex(/^[\w+/-]*={0,2}$/, 'base64'));
const media = {
  data: v.optional(base64),
  uri: v.optional(string),
  mime_type: v.optional(string),
};
const resolution = v.optional(v.picklist(['low', 'medium', 'high', 'ultra_high'], 'a resolution'));

const block = v.variant(
  'type',
  [
    v.strictObject({
      type: v.literal('text'),
      text: string,
      annotations: v.optional(v.array(object, 'a list of annotations')),
    }),
    v.strictObject({ type: v.literal('image'), ...media, resolution }),
    v.strictObject({
      type: v.literal('audio'),
      ...media,
      channels: v.optional(number),
      sample_rate: v.optional(number),
    }),
    v.strictObject({ type: v.literal('document'), ...media }),
    v.strictObject({
      type: v.literal('video'),
      ...media,
      name: v.optional(string),
      processing: v.optional(v.unknown()),
      resolution,
    }),
  ],
  'a content block',
);
const blocks = v.array(block, 'a list of content blocks');

/** A text, blocks or any object. */
const result = v.lazy((value) => {
  if (typeof value === 'string') return string;
  return Array.isArray(value) ? blocks : object;
});

const signature = v.optional(string);
const resultOf = { call_id: string, is_error: v.optional(boolean), signature };

/** Steps of tools whose call has `arguments` and whose result is a list. */
function toolSteps<const Name extends string>(name: Name) {
  return [
    v.strictObject({
      type: v.literal(`${name}_call`),
      id: string,
      arguments: v.optional(object),
      search_type: v.optional(string),
      signature,
    }),
    v.strictObject({ type: v.literal(`${name}_result`), ...resultOf, result: v.optional(v.unknown()) }),
  ] as const;
}

const step = v.variant(
  'type',
  [
    v.strictObject({ type: v.literal('user_input'), content: v.optional(blocks) }),
    v.strictObject({ type: v.literal('model_output'), content: v.optional(blocks), error: v.optional(object) }),
    v.strictObject({ type: v.literal('thought'), signature, summary: v.optional(blocks) }),
    v.strictObject({ type: v.literal('function_call'), id: string, name: string, arguments: object, signature }),
    v.strictObject({ type: v.literal('function_result'), ...resultOf, name: v.optional(string), result }),
    v.strictObject({
      type: v.literal('code_execution_call'),
      id: string,
      arguments: v.strictObject({ code: v.optional(string), language: v.optional(string) }, 'an object'),
      signature,
    }),
    v.strictObject({ type: v.literal('code_execution_result'), ...resultOf, result }),
    ...toolSteps('google_search'),
    ...toolSteps('google_maps'),
    ...toolSteps('url_context'),
    ...toolSteps('file_search'),
    v.strictObject({
      type: v.literal('mcp_server_tool_call'),
      id: string,
      name: string,
      server_name: string,
      arguments: object,
    }),
    v.strictObject({
      type: v.literal('mcp_server_tool_result'),
      call_id: string,
      name: v.optional(string),
      server_name: v.optional(string),
      result,
    }),
  ],
  'a step',
);

const BLOCK_TYPES = new Set(block.options.map((option) => option.entries.type.literal as string));

type Input = string | Block | Block[] | Step[];

/** Reads a list by the type of its first item: the API does not mix steps and bare blocks. */
export const inputSchema: v.GenericSchema<unknown, Input> = v.lazy((value): v.GenericSchema<unknown, Input> => {
  if (typeof value === 'string') return string;
  if (!Array.isArray(value)) return block;
  return BLOCK_TYPES.has(Object(value[0]).type) ? blocks : v.array(step, 'a list of steps');
});

/** Turns any input into steps. */
export function stepsOfInput(input: Input): Step[] {
  if (typeof input === 'string') return [{ type: 'user_input', content: [{ text: input, type: 'text' }] }];
  if (!Array.isArray(input)) return [{ type: 'user_input', content: [input] }];
  const [first] = input;
  return first && BLOCK_TYPES.has(first.type) ? [{ type: 'user_input', content: input as Block[] }] : (input as Step[]);
}
