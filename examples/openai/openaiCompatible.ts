/** Any server that speaks Chat Completions: a model on your own machine, without a package and without a key. */

import { codeInterpreter, fetchCompletions, withLocalPython } from 'glovebox/openai';
import { Sandbox } from 'glovebox/sandbox';

// Ollama's address. Allow the origin of this page there: OLLAMA_ORIGINS.
const server = { chat: { completions: fetchCompletions({ baseURL: 'http://localhost:11434/v1' }) } };
const client = withLocalPython(server, {
  sandbox: Sandbox.create(),
  onEvent: (event) => {
    if (event.type === 'code') console.log(event.code);
    if (event.type === 'result') console.log(event.output);
    if (event.type === 'text-delta') console.log(event.text);
  },
});

await client.chat.completions.create({
  model: 'qwen3',
  messages: [{ role: 'user', content: 'What is the sum of the first 50 prime numbers? Compute it with Python.' }],
  tools: [codeInterpreter()],
});
