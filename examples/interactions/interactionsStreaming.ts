/** Interactions, streamed: shows text, code and output while they arrive. */
import { GoogleGenAI } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from '../apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

const stream = await ai.interactions.create({
  model: 'gemini-3.8-flash',
  input: 'In how many ways can 100 be written as a sum of whole numbers, whatever their order? Use code.',
  tools: [{ type: 'code_execution' }],
  stream: true,
});

for await (const event of stream) {
  if (event.event_type === 'step.delta') {
    if (event.delta.type === 'text') {
      console.log(event.delta.text);
    }
    if (event.delta.type === 'code_execution_call') {
      console.log(event.delta.arguments.code);
    }
    if (event.delta.type === 'code_execution_result') {
      console.log(event.delta.result);
    }
  }
  if (event.event_type === 'interaction.completed') {
    console.log(`Tokens: ${event.interaction.usage?.total_tokens}`);
  }
}
