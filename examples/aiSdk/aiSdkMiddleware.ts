/** AI SDK middleware: Google's own code execution, as the AI SDK offers it, run in the tab instead. */
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { streamText, wrapLanguageModel } from 'ai';
import { localPythonMiddleware } from 'glovebox/ai-sdk';
import { Sandbox } from 'glovebox/sandbox';
import { apiKey } from '../apiKey.ts';

const google = createGoogleGenerativeAI({ apiKey });
const model = wrapLanguageModel({
  model: google('gemini-3.8-flash'),
  middleware: localPythonMiddleware({ sandbox: Sandbox.create() }),
});

const { fullStream } = streamText({
  model,
  tools: { code_execution: google.tools.codeExecution({}) },
  prompt: 'What is the sum of the first 50 prime numbers? Generate and run code for the calculation.',
});

for await (const part of fullStream) {
  if (part.type === 'text-delta') console.log(part.text);
  if (part.type === 'tool-call') console.log(JSON.stringify(part.input, null, 2));
  if (part.type === 'tool-result') console.log(JSON.stringify(part.output, null, 2));
}
