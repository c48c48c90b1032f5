/** Interactions with a function: the model asks it for data, and works on them with Python. */
import { GoogleGenAI } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from '../apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });
const model = 'gemini-3.8-flash';
const tools = [
  { type: 'code_execution' as const },
  {
    type: 'function' as const,
    name: 'read_rain_gauge',
    description: 'Gives the rain of each of the last days in millimetres, the oldest day first.',
    parameters: {
      type: 'object',
      properties: { days: { type: 'integer', description: 'How many days, up to 14.' } },
      required: ['days'],
    },
  },
];
const rain = [0, 3.2, 11.5, 0, 0, 6.1, 0.4, 0, 18.9, 2.2, 0, 0, 7.7, 1.3];

let interaction = await ai.interactions.create({
  model,
  tools,
  input: 'How much has it rained in the last ten days? Compute it with Python.',
});
while (interaction.status === 'requires_action') {
  const calls = interaction.steps.filter((step) => step.type === 'function_call');
  for (const { name, arguments: args } of calls) {
    console.log(`The model calls ${name}: ${JSON.stringify(args)}`);
  }
  interaction = await ai.interactions.create({
    model,
    tools,
    previous_interaction_id: interaction.id,
    input: calls.map(({ id, name, arguments: args }) => ({
      type: 'function_result' as const,
      call_id: id,
      name,
      result: JSON.stringify(rain.slice(-Number(args.days ?? 7))),
    })),
  });
}
console.log(interaction.output_text);
