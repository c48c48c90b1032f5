/** Interactions: the API that Google recommends for new projects, and all steps of the answer in order. */
import { GoogleGenAI } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from '../apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

const interaction = await ai.interactions.create({
  model: 'gemini-3.8-flash',
  input: 'How many of the first 1000 triangular numbers can be divided by 7? Count them with code.',
  tools: [{ type: 'code_execution' }],
});

for (const step of interaction.steps) {
  if (step.type === 'code_execution_call') {
    console.log(step.arguments.code);
  }
  if (step.type === 'code_execution_result') {
    console.log(step.result);
  }
}
console.log(interaction.output_text);
