import type {
  ResponseCodeInterpreterToolCall,
  ResponseCreateParamsNonStreaming,
  ResponseInput,
} from 'openai/resources/responses/responses';
import { MODEL, printed, runs } from '../fake.ts';

/** What the tests of responses ask, and what the model then says. */

export const TOOLS = [{ type: 'code_interpreter' as const, container: { type: 'auto' as const } }];
export const OUTPUTS = ['code_interpreter_call.outputs' as const];
export const ASK = {
  model: MODEL,
  input: 'What is 6 times 7?',
  tools: TOOLS,
  include: OUTPUTS,
} satisfies ResponseCreateParamsNonStreaming;
export const DONE = { parts: [{ text: 'Done.' }] };
export const PROGRAM = {
  turns: [
    { parts: [{ text: 'I compute.' }, runs('6 * 7')] },
    { parts: [{ text: 'It is 42.' }], expect: printed('42') },
  ],
};
export const print42 = { print: () => '42\n' };

export const isCode = (item: { type: string }): item is ResponseCodeInterpreterToolCall =>
  item.type === 'code_interpreter_call';

/** The types of the SDK differ for items that come and go, but the API takes them. */
export function asInput(...items: object[]) {
  return items as ResponseInput;
}
