/** Interactions that Google does not store: each question brings the earlier steps, and the variables stay in your sandbox. */
import { GoogleGenAI, type Interactions } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from '../apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

const steps: Interactions.Step[] = [];

async function ask(question: string): Promise<string | undefined> {
  steps.push({ type: 'user_input', content: [{ type: 'text', text: question }] });
  const interaction = await ai.interactions.create({
    model: 'gemini-3.8-flash',
    input: steps,
    tools: [{ type: 'code_execution' }],
    store: false,
  });
  steps.push(...interaction.steps);
  return interaction.output_text;
}

console.log(await ask('Which year below 3000 has the most divisors? Find it with code.'));
console.log(await ask('And how many does it have?'));
console.log(`Steps: ${steps.map(({ type }) => type).join(', ')}`);
