/** Interactions, turn by turn: each goes on from the one before, with the variables of its code and a file of the user. */
import { GoogleGenAI } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from '../apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });
const model = 'gemini-3.8-flash';
const tools = [{ type: 'code_execution' as const }];

const walks = 'day,km\nMon,4.2\nTue,7.9\nWed,0\nThu,12.4\nFri,5.5\n';

const first = await ai.interactions.create({
  model,
  tools,
  input: [
    { type: 'document', mime_type: 'text/csv', data: btoa(walks) },
    { type: 'text', text: 'How far did I walk in all? Read the table with code.' },
  ],
});
console.log(`In all: ${first.output_text}`);

const second = await ai.interactions.create({
  model,
  tools,
  previous_interaction_id: first.id,
  input: 'On which days did I walk more than on average?',
});
console.log(`Above the average: ${second.output_text}`);

await ai.interactions.delete(second.id);
await ai.interactions.delete(first.id);
