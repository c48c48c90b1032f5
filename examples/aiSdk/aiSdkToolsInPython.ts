/** AI SDK tools in Python: the model writes one program that calls a tool of the app for each month, in place of twelve turns. */
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { generateText, jsonSchema, stepCountIs, tool } from 'ai';
import { Sandbox } from 'glovebox';
import { aiSdkTool, aiSdkTools } from 'glovebox/ai-sdk';
import { apiKey } from '../apiKey.ts';

const tools = await aiSdkTools({
  get_rainfall: tool({
    description: 'Gives the rainfall of a month, in mm.',
    inputSchema: jsonSchema<{ month: number }>({
      type: 'object',
      properties: { month: { type: 'integer', description: '1 to 12' } },
      required: ['month'],
    }),
    execute: ({ month }) => 40 + ((month * 29) % 60),
  }),
});

const google = createGoogleGenerativeAI({ apiKey });
const { text, steps } = await generateText({
  model: google('gemini-3.8-flash'),
  // The description of the tool tells the model of get_rainfall.
  tools: { run_python: aiSdkTool({ sandbox: Sandbox.create(), tools }) },
  stopWhen: stepCountIs(5),
  prompt: 'How much rain fell in the whole year? Add up all months in one program.',
});

for (const { toolCalls, toolResults } of steps) {
  for (const { input } of toolCalls) console.log((input as { code: string }).code);
  for (const { output } of toolResults) console.log(JSON.stringify(output, null, 2));
}
console.log(text);
