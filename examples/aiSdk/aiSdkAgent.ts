/** AI SDK agent: an agent and its chat in the tab, without a server; its tool runs Python. */
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { DirectChatTransport, readUIMessageStream, ToolLoopAgent } from 'ai';
import { aiSdkTool } from 'glovebox/ai-sdk';
import { Sandbox } from 'glovebox/sandbox';
import { apiKey } from '../apiKey.ts';

const google = createGoogleGenerativeAI({ apiKey });
const agent = new ToolLoopAgent({
  model: google('gemini-3.8-flash'),
  tools: { run_python: aiSdkTool({ sandbox: Sandbox.create() }) },
});

// In React: useChat({ transport: new DirectChatTransport({ agent }) }).
const transport = new DirectChatTransport({ agent });
const stream = await transport.sendMessages({
  trigger: 'submit-message',
  chatId: 'chat',
  messageId: undefined,
  messages: [
    { id: '1', role: 'user', parts: [{ type: 'text', text: 'What is the sum of the first 50 prime numbers?' }] },
  ],
  abortSignal: undefined,
});

let parts: { type: string }[] = [];
for await (const message of readUIMessageStream({ stream })) parts = message.parts;
for (const part of parts) {
  if (part.type === 'text' && 'text' in part) console.log(part.text);
  if (part.type === 'tool-run_python') console.log(JSON.stringify(part, null, 2));
}
