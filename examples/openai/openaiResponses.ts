/** OpenAI's code interpreter: the model writes Python, and it runs in this tab. */

import { withLocalPython } from 'glovebox/openai';
import { Sandbox } from 'glovebox/sandbox';
import OpenAI from 'openai';

const openai = new OpenAI({ apiKey: 'your-key', dangerouslyAllowBrowser: true });
const client = withLocalPython(openai, { sandbox: Sandbox.create() });

const response = await client.responses.create({
  model: 'gpt-5.5',
  input: 'What is the sum of the first 50 prime numbers? Compute it with Python.',
  tools: [{ type: 'code_interpreter', container: { type: 'auto' } }],
  include: ['code_interpreter_call.outputs'],
});

for (const item of response.output) {
  if (item.type !== 'code_interpreter_call') continue;
  console.log(item.code);
  for (const output of item.outputs ?? []) {
    if (output.type === 'logs') console.log(output.logs);
  }
}
console.log(response.output_text);
