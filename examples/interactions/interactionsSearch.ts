/** Search beside code in the Interactions API: Google looks up the facts, and Python in this tab computes with them. */
import { GoogleGenAI } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from '../apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

const interaction = await ai.interactions.create({
  model: 'gemini-3.5-flash',
  input: 'How long are the five longest rivers of Europe together? Look up their lengths, and add them with code.',
  tools: [{ type: 'google_search' }, { type: 'code_execution' }],
});

for (const step of interaction.steps) {
  if (step.type === 'google_search_call') {
    console.log('Searched for:', step.arguments.queries?.join(', '));
  }
  if (step.type === 'code_execution_result') {
    console.log('Computed:', step.result);
  }
}
console.log(interaction.output_text);
