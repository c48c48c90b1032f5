/** Streaming from OpenAI: shows text, code and output while they arrive. */

import { withLocalPython } from 'glovebox/openai';
import { Sandbox } from 'glovebox/sandbox';
import OpenAI from 'openai';

const openai = new OpenAI({ apiKey: 'your-key', dangerouslyAllowBrowser: true });
const client = withLocalPython(openai, {
  sandbox: Sandbox.create(),
  onEvent: (event) => {
    if (event.type === 'output-delta') console.log(event.text);
  },
});

const stream = await client.responses.create({
  model: 'gpt-5.5',
  input: 'In how many ways can 5 euros be paid with coins, from 1 cent to 2 euros? Count them with code.',
  tools: [{ type: 'code_interpreter', container: { type: 'auto' } }],
  stream: true,
});

for await (const event of stream) {
  if (event.type === 'response.code_interpreter_call_code.done') console.log(event.code);
  if (event.type === 'response.output_text.delta') console.log(event.delta);
}
