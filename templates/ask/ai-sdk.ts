import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { generateText, isStepCount } from 'ai';
import { aiSdkTool } from 'glovebox/ai-sdk';
import { Sandbox } from 'glovebox/sandbox';
import { apiKeyOf } from './apiKey.ts';
import type { Show } from './show.ts';

let run_python: ReturnType<typeof aiSdkTool> | undefined;

/** Asks a model with the AI SDK. Its tool runs Python in this tab, and keeps the variables from question to question. */
export async function ask(question: string, show: Show): Promise<void> {
  const google = createGoogleGenerativeAI({ apiKey: apiKeyOf('Gemini', 'https://aistudio.google.com/apikey') });
  run_python ??= aiSdkTool({ sandbox: Sandbox.create() });
  const { steps, text } = await generateText({
    model: google('gemini-3.8-flash'),
    prompt: question,
    tools: { run_python },
    stopWhen: isStepCount(10),
  });
  for (const { toolResults } of steps) {
    for (const result of toolResults) {
      if (result.dynamic) continue;
      show('code', result.input.code);
      show('output', result.output.output);
    }
  }
  show('text', text);
}
