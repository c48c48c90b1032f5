import * as v from 'valibot';
import { inputSchema } from './inputSchema.ts';

/** The body of `interactions.create`: the fields that @google/genai 3.1.0 can send and the Gemini API knows. */

const string = v.string('a string');
const number = v.number('a number');
const integer = v.pipe(v.number('an integer'), v.integer('an integer'));
const boolean = v.boolean('a boolean');
const strings = v.array(string, 'a list of strings');
const object = v.record(v.string(), v.unknown(), 'an object');

const tool = v.variant(
  'type',
  [
    v.strictObject({
      type: v.literal('function'),
      name: v.optional(string),
      description: v.optional(string),
      parameters: v.optional(v.unknown()),
    }),
    v.strictObject({ type: v.literal('code_execution') }),
    v.strictObject({
      type: v.literal('mcp_server'),
      name: v.optional(string),
      url: v.optional(string),
      headers: v.optional(object),
      allowed_tools: v.optional(v.array(object, 'a list')),
    }),
    v.strictObject({
      type: v.literal('google_maps'),
      enable_widget: v.optional(boolean),
      latitude: v.optional(number),
      longitude: v.optional(number),
    }),
    v.strictObject({ type: v.literal('google_search'), search_types: v.optional(strings) }),
    v.strictObject({
      type: v.literal('computer_use'),
      environment: v.optional(string),
      excluded_predefined_functions: v.optional(strings),
      enable_prompt_injection_detection: v.optional(boolean),
      disabled_safety_policies: v.optional(strings),
    }),
    v.strictObject({
      type: v.literal('file_search'),
      file_search_store_names: v.optional(strings),
      metadata_filter: v.optional(string),
      top_k: v.optional(integer),
    }),
    v.strictObject({ type: v.literal('url_context') }),
  ],
  'a tool',
);

const toolMode = v.picklist(['auto', 'any', 'none', 'validated'], 'a mode');

const toolChoice = v.lazy((value) =>
  typeof value === 'string'
    ? toolMode
    : v.strictObject({
        allowed_tools: v.strictObject({ mode: v.optional(toolMode), tools: v.optional(strings) }, 'an object'),
      }),
);

const generationConfig = v.strictObject(
  {
    max_output_tokens: v.optional(integer),
    seed: v.optional(integer),
    stop_sequences: v.optional(strings),
    temperature: v.optional(number),
    top_p: v.optional(number),
    thinking_level: v.optional(v.picklist(['minimal', 'low', 'medium', 'high'], 'a level')),
    thinking_summaries: v.optional(v.picklist(['auto', 'none'], '"auto" or "none"')),
    tool_choice: v.optional(toolChoice),
    speech_config: v.optional(v.unknown()),
    image_config: v.optional(object),
    video_config: v.optional(object),
    transcription_config: v.optional(object),
  },
  'an object',
);

/** `{ type: 'text' | 'image' | 'audio' | 'video' }`, or a JSON schema itself. */
const responseFormat = v.looseObject(
  {
    type: v.picklist(
      ['image', 'object', 'audio', 'string', 'video', 'number', 'integer', 'boolean', 'text', 'array'],
      'a type',
    ),
  },
  'a response format',
);

export const CreateRequestSchema = v.strictObject(
  {
    model: v.optional(string),
    agent: v.optional(string),
    agent_config: v.optional(object),
    environment: v.optional(v.unknown()),
    input: v.optional(inputSchema),
    system_instruction: v.optional(string),
    tools: v.optional(v.array(tool, 'a list of tools')),
    previous_interaction_id: v.optional(string),
    store: v.optional(boolean),
    background: v.optional(boolean),
    stream: v.optional(boolean),
    generation_config: v.optional(generationConfig),
    response_format: v.optional(
      v.lazy((value) => (Array.isArray(value) ? v.array(responseFormat, 'a list') : responseFormat)),
    ),
    response_modalities: v.optional(strings),
    service_tier: v.optional(v.picklist(['flex', 'standard', 'priority', 'deferred'], 'a service tier')),
    continuation_token: v.optional(string),
    webhook_config: v.optional(
      v.strictObject({ uris: v.optional(strings), user_metadata: v.optional(object) }, 'an object'),
    ),
  },
  'an object',
);

export type CreateRequest = v.InferOutput<typeof CreateRequestSchema>;
