import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { ToolSet } from 'ai';

/** What a model says in one turn, in no provider's words. */
export type Said =
  | { text: string }
  /** A call of a function. */
  | { call: string; input: object }
  /** Code that the provider's own tool has run. */
  | { code: string; output: string; failed?: boolean; picture?: string };

/** A provider's real package, over a wire that says what is scripted. */
export interface Provider {
  name: string;
  tools: ToolSet;
  /** The name of the code tool. */
  tool: string;
  model: (
    turns: readonly (readonly Said[])[],
    modelId?: string,
  ) => { model: LanguageModelV4; bodies: Record<string, unknown>[] };
}

type Event = Record<string, unknown>;

/** How a provider says a turn, at once and streamed. */
interface Wire {
  whole: (turn: readonly Said[], number: number) => object;
  streamed: (turn: readonly Said[], number: number) => Event[];
}

/** Answers each request with the next turn. */
function fetchOf(wire: Wire, turns: readonly (readonly Said[])[]) {
  const bodies: Record<string, unknown>[] = [];
  const answer: typeof fetch = async (url, options) => {
    const body = JSON.parse(String(options?.body));
    const turn = turns[bodies.length];
    bodies.push(body);
    if (!turn) return Response.json({ error: { message: 'The script has no more turns.' } }, { status: 400 });
    const isStreamed = body.stream === true || String(url).includes('streamGenerateContent');
    if (!isStreamed) return Response.json(wire.whole(turn, bodies.length));
    const lines = wire
      .streamed(turn, bodies.length)
      .map((event) => `${event.type ? `event: ${event.type}\n` : ''}data: ${JSON.stringify(event)}\n\n`);
    return new Response(lines.join(''), { headers: { 'content-type': 'text/event-stream' } });
  };
  return { fetch: answer, bodies };
}

const GOOGLE: Wire = {
  whole: (turn, number) => ({
    responseId: `response-${number}`,
    candidates: [{ content: { role: 'model', parts: turn.flatMap(googleParts) }, finishReason: 'STOP', index: 0 }],
    usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 },
  }),
  streamed: (turn, number) => {
    const chunks: Event[] = turn.flatMap(googleParts).map((part) => ({
      responseId: `response-${number}`,
      candidates: [{ content: { role: 'model', parts: [part] }, index: 0 }],
    }));
    const usageMetadata = { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 };
    return [...chunks, { candidates: [{ finishReason: 'STOP', index: 0 }], usageMetadata }];
  },
};

function googleParts(said: Said): Event[] {
  if ('text' in said) return [{ text: said.text }];
  if ('call' in said)
    return [
      { functionCall: { id: `call-${said.call}`, name: said.call, args: said.input }, thoughtSignature: 'SIGNED' },
    ];
  const { code, output, failed, picture } = said;
  return [
    { executableCode: { language: 'PYTHON', code } },
    { codeExecutionResult: { outcome: failed ? 'OUTCOME_FAILED' : 'OUTCOME_OK', output } },
    ...(picture === undefined ? [] : [{ inlineData: { mimeType: 'image/png', data: picture } }]),
  ];
}

const OPENAI: Wire = {
  whole: (turn, number) => ({
    id: `resp_${number}`,
    object: 'response',
    created_at: 1,
    model: 'gpt-5',
    status: 'completed',
    output: turn.map(openaiItem),
    usage: {
      input_tokens: 10,
      output_tokens: 5,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens_details: { reasoning_tokens: 0 },
    },
  }),
  streamed: (turn, number) => {
    const response = { id: `resp_${number}`, object: 'response', created_at: 1, model: 'gpt-5' };
    const events = turn.flatMap((said, index) => openaiEvents(said, index));
    return [
      { type: 'response.created', response },
      ...events,
      { type: 'response.completed', response: OPENAI.whole(turn, number) },
    ].map((event, sequence_number) => ({ ...event, sequence_number }));
  },
};

function openaiItem(said: Said, index: number): Event {
  if ('text' in said)
    return {
      type: 'message',
      id: `msg_${index}`,
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: said.text, annotations: [] }],
    };
  if ('call' in said)
    return {
      type: 'function_call',
      id: `fc_${index}`,
      call_id: `call_${said.call}`,
      name: said.call,
      arguments: JSON.stringify(said.input),
      status: 'completed',
    };
  const outputs = [
    ...(said.output === '' ? [] : [{ type: 'logs', logs: said.output }]),
    ...(said.picture === undefined ? [] : [{ type: 'image', url: `data:image/png;base64,${said.picture}` }]),
  ];
  return {
    type: 'code_interpreter_call',
    id: `ci_${index}`,
    code: said.code,
    container_id: 'cntr_glovebox',
    status: 'completed',
    outputs,
  };
}

function openaiEvents(said: Said, index: number): Event[] {
  const item = openaiItem(said, index);
  const place = { item_id: item.id, output_index: index };
  const begun = (changes: Event) => ({
    type: 'response.output_item.added',
    output_index: index,
    item: { ...item, status: 'in_progress', ...changes },
  });
  const done = { type: 'response.output_item.done', output_index: index, item };
  if ('text' in said) {
    const delta = { type: 'response.output_text.delta', ...place, content_index: 0, delta: said.text };
    return [begun({ content: [] }), delta, done];
  }
  if ('call' in said) {
    const { arguments: delta } = item;
    return [
      begun({ arguments: '' }),
      { type: 'response.function_call_arguments.delta', ...place, delta },
      { type: 'response.function_call_arguments.done', ...place, arguments: delta },
      done,
    ];
  }
  return [
    begun({ code: '', outputs: null }),
    { type: 'response.code_interpreter_call_code.delta', ...place, delta: said.code },
    { type: 'response.code_interpreter_call_code.done', ...place, code: said.code },
    done,
  ];
}

const ANTHROPIC: Wire = {
  whole: (turn, number) => ({
    id: `msg_${number}`,
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4-5',
    content: turn.flatMap((said) => anthropicBlocks(said)),
    stop_reason: turn.some((said) => 'call' in said) ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 10, output_tokens: 5 },
  }),
  streamed: (turn, number) => {
    const { content, stop_reason, usage, ...message } = ANTHROPIC.whole(turn, number) as {
      content: Event[];
      stop_reason: string;
      usage: object;
    };
    return [
      {
        type: 'message_start',
        message: { ...message, content: [], stop_reason: null, usage: { input_tokens: 10, output_tokens: 0 } },
      },
      ...content.flatMap((block, index) => anthropicEvents(block, index)),
      { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage },
      { type: 'message_stop' },
    ];
  },
};

function anthropicBlocks(said: Said): Event[] {
  if ('text' in said) return [{ type: 'text', text: said.text }];
  if ('call' in said) return [{ type: 'tool_use', id: `toolu_${said.call}`, name: said.call, input: said.input }];
  const { code, output, failed } = said;
  const content = {
    type: 'code_execution_result',
    stdout: failed ? '' : output,
    stderr: failed ? output : '',
    return_code: failed ? 1 : 0,
    content: [],
  };
  return [
    { type: 'server_tool_use', id: 'srvtoolu_1', name: 'code_execution', input: { code } },
    { type: 'code_execution_tool_result', tool_use_id: 'srvtoolu_1', content },
  ];
}

function anthropicEvents(block: Event, index: number): Event[] {
  const start = (content_block: Event) => ({ type: 'content_block_start', index, content_block });
  const delta = (of: Event) => ({ type: 'content_block_delta', index, delta: of });
  const stop = { type: 'content_block_stop', index };
  if (block.type === 'text')
    return [start({ type: 'text', text: '' }), delta({ type: 'text_delta', text: block.text }), stop];
  if (block.type === 'code_execution_tool_result') return [start(block), stop];
  const { code } = block.input as { code?: string };
  // In two pieces, as the API does.
  const pieces = [`{"code": `, `${JSON.stringify(code)}}`];
  const json = code === undefined ? [JSON.stringify(block.input)] : pieces;
  return [
    start({ ...block, input: {} }),
    ...json.map((partial_json) => delta({ type: 'input_json_delta', partial_json })),
    stop,
  ];
}

let ids = 0;
const generateId = () => {
  ids += 1;
  return `id-${ids}`;
};

export const PROVIDERS: Provider[] = [
  {
    name: 'google',
    tool: 'code_execution',
    tools: { code_execution: createGoogleGenerativeAI({ apiKey: '-' }).tools.codeExecution({}) },
    model: (turns, modelId = 'gemini-3-flash-preview') => {
      const { fetch, bodies } = fetchOf(GOOGLE, turns);
      return { model: createGoogleGenerativeAI({ apiKey: '-', fetch, generateId })(modelId), bodies };
    },
  },
  {
    name: 'openai',
    tool: 'code_interpreter',
    tools: { code_interpreter: createOpenAI({ apiKey: '-' }).tools.codeInterpreter() },
    model: (turns, modelId = 'gpt-5') => {
      const { fetch, bodies } = fetchOf(OPENAI, turns);
      return { model: createOpenAI({ apiKey: '-', fetch })(modelId), bodies };
    },
  },
  ...(['codeExecution_20250522', 'codeExecution_20250825', 'codeExecution_20260120'] as const).map(
    (version): Provider => ({
      name: `anthropic ${version}`,
      tool: 'code_execution',
      tools: { code_execution: createAnthropic({ apiKey: '-' }).tools[version]() },
      model: (turns, modelId = 'claude-sonnet-4-5') => {
        const { fetch, bodies } = fetchOf(ANTHROPIC, turns);
        return { model: createAnthropic({ apiKey: '-', fetch, generateId })(modelId), bodies };
      },
    }),
  ),
];
