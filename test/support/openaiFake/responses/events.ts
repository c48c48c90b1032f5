import type { Event, Item } from './items.ts';

type Unnumbered = { type: string; [field: string]: unknown };

/** Gives the events of a streamed response. @see https://platform.openai.com/docs/api-reference/responses-streaming */
export function eventsFor(response: { output: Item[]; status: string; [field: string]: unknown }): Event[] {
  const begun = { ...response, status: 'in_progress', output: [], usage: null };
  const events: Unnumbered[] = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...response.output.flatMap((item, index): Unnumbered[] => [
      { type: 'response.output_item.added', output_index: index, item: { ...item, ...begunFields(item) } },
      ...piecesOf(item).map((piece) => ({ ...piece, output_index: index, item_id: item.id })),
      { type: 'response.output_item.done', output_index: index, item },
    ]),
    { type: `response.${response.status}`, response },
  ];
  return events.map((event, number): Event => ({ ...event, sequence_number: number }));
}

function begunFields({ type }: Item): object {
  switch (type) {
    case 'message':
      return { status: 'in_progress', content: [] };
    case 'function_call':
      return { status: 'in_progress', arguments: '' };
    case 'custom_tool_call':
      return { status: 'in_progress', input: '' };
    case 'code_interpreter_call':
      return { status: 'in_progress', code: '', outputs: null };
    default:
      return { summary: [] };
  }
}

function piecesOf(item: Item): Unnumbered[] {
  switch (item.type) {
    case 'message': {
      const [part] = item.content as Item[];
      const text = String(part?.text ?? '');
      const of = { content_index: 0 };
      const more = { logprobs: [], obfuscation: 'x' };
      return [
        { type: 'response.content_part.added', ...of, part: { ...part, text: '' } },
        ...halves(text).map((delta) => ({ type: 'response.output_text.delta', ...of, delta, ...more })),
        { type: 'response.output_text.done', ...of, text, logprobs: [] },
        { type: 'response.content_part.done', ...of, part },
      ];
    }
    case 'function_call':
      return [
        ...halves(String(item.arguments)).map((delta) => ({ type: 'response.function_call_arguments.delta', delta })),
        { type: 'response.function_call_arguments.done', arguments: item.arguments, name: item.name },
      ];
    case 'custom_tool_call':
      return [
        ...halves(String(item.input)).map((delta) => ({ type: 'response.custom_tool_call_input.delta', delta })),
        { type: 'response.custom_tool_call_input.done', input: item.input },
      ];
    case 'code_interpreter_call':
      return [
        { type: 'response.code_interpreter_call.in_progress' },
        { type: 'response.code_interpreter_call_code.delta', delta: item.code },
        { type: 'response.code_interpreter_call_code.done', code: item.code },
        { type: 'response.code_interpreter_call.interpreting' },
        { type: 'response.code_interpreter_call.completed' },
      ];
    case 'reasoning': {
      const [part] = item.summary as Item[];
      const of = { summary_index: 0 };
      return [
        { type: 'response.reasoning_summary_part.added', ...of, part: { ...part, text: '' } },
        { type: 'response.reasoning_summary_text.delta', ...of, delta: part?.text },
        { type: 'response.reasoning_summary_text.done', ...of, text: part?.text },
        { type: 'response.reasoning_summary_part.done', ...of, part },
      ];
    }
    default:
      return [];
  }
}

function halves(text: string): string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)].filter((half) => half !== '');
}
