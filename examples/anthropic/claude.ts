/** Claude: asks Anthropic's model, whose code runs in this tab and calls a function of the page as often as it needs. */
import Anthropic from '@anthropic-ai/sdk';
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema';
import { Sandbox } from 'glovebox';
import { codeExecution, withLocalPython } from 'glovebox/anthropic';
import { apiKey } from './apiKey.ts';

const client = withLocalPython(new Anthropic({ apiKey, dangerouslyAllowBrowser: true }), {
  sandbox: Sandbox.create(),
});

const getRainfall = betaTool({
  name: 'get_rainfall',
  description: 'Gives the rainfall of a month in mm, as a JSON list with one number for each day.',
  inputSchema: {
    type: 'object',
    properties: { month: { type: 'integer', description: '1 to 12' } },
    required: ['month'],
  },
  run: ({ month }) => JSON.stringify(Array.from({ length: 28 }, (_, day) => (month * 7 + day * 5) % 11)),
  allowed_callers: ['code_execution_20260120'],
});

const stream = client.beta.messages.stream({
  model: 'claude-opus-5-5',
  max_tokens: 4096,
  messages: [{ role: 'user', content: 'Which month was the wettest, and how much rain fell in it? Use code.' }],
  tools: [codeExecution(), getRainfall],
});

const { content } = await stream.finalMessage();
for (const block of content) {
  if (block.type === 'text') {
    console.log(block.text);
  }
  if (block.type === 'server_tool_use' && block.name === 'code_execution') {
    console.log(block.input.code);
  }
  if (block.type === 'code_execution_tool_result' && block.content.type === 'code_execution_result') {
    console.log(block.content.stdout);
    for (const { file_id } of block.content.content) {
      const file = await client.beta.files.download(file_id);
      const picture = document.createElement('img');
      picture.src = URL.createObjectURL(await file.blob());
      document.body.append(picture);
    }
  }
}
