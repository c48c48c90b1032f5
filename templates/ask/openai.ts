import { withLocalPython } from 'glovebox/openai';
import { Sandbox } from 'glovebox/sandbox';
import OpenAI from 'openai';
import { apiKeyOf } from './apiKey.ts';
import type { Show } from './show.ts';

let client: OpenAI | undefined;

/** Asks OpenAI. The Python that the model writes runs in this tab, and keeps its variables from question to question. */
export async function ask(question: string, show: Show): Promise<void> {
  const apiKey = apiKeyOf('OpenAI', 'https://platform.openai.com/api-keys');
  client ??= withLocalPython(new OpenAI({ apiKey, dangerouslyAllowBrowser: true }), { sandbox: Sandbox.create() });
  const response = await client.responses.create({
    model: 'gpt-5.5',
    input: question,
    tools: [{ type: 'code_interpreter', container: { type: 'auto' } }],
    include: ['code_interpreter_call.outputs'],
  });
  for (const item of response.output) {
    if (item.type !== 'code_interpreter_call') continue;
    if (item.code) show('code', item.code);
    for (const output of item.outputs ?? [])
      show(output.type === 'logs' ? 'output' : 'picture', output.type === 'logs' ? output.logs : output.url);
  }
  show('text', response.output_text);
}
