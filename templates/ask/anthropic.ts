import Anthropic from '@anthropic-ai/sdk';
import { codeExecution, withLocalPython } from 'glovebox/anthropic';
import { Sandbox } from 'glovebox/sandbox';
import { apiKeyOf } from './apiKey.ts';
import type { Show } from './show.ts';

let client: Anthropic | undefined;

/** Asks Claude. The Python that it writes runs in this tab, and keeps its variables from question to question. */
export async function ask(question: string, show: Show): Promise<void> {
  const apiKey = apiKeyOf('Claude', 'https://platform.claude.com/settings/keys');
  client ??= withLocalPython(new Anthropic({ apiKey, dangerouslyAllowBrowser: true }), { sandbox: Sandbox.create() });
  const { content } = await client.beta.messages.create({
    model: 'claude-opus-5-5',
    max_tokens: 4096,
    messages: [{ role: 'user', content: question }],
    tools: [codeExecution()],
  });
  for (const block of content) {
    if (block.type === 'text') show('text', block.text);
    if (block.type === 'server_tool_use' && block.name === 'code_execution') show('code', String(block.input.code));
    if (block.type === 'code_execution_tool_result' && block.content.type === 'code_execution_result')
      show('output', block.content.stdout + block.content.stderr);
  }
}
