/** Interactions with a file: sends a table under its own name, and shows the plot that comes back. */
import { GoogleGenAI } from '@google/genai';
import { fileBlock, Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from '../apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

const tides = `time,height_cm
00:00,212
02:00,371
04:00,468
06:00,433
08:00,296
10:00,148
12:00,97
14:00,188
16:00,345
18:00,451
20:00,427
22:00,299
`;

const interaction = await ai.interactions.create({
  model: 'gemini-3.8-flash',
  input: [
    await fileBlock(new File([tides], 'tides.csv', { type: 'text/csv' })),
    { type: 'text', text: 'Draw the tide of this day as a curve. When is it highest?' },
  ],
  tools: [{ type: 'code_execution' }],
});

for (const step of interaction.steps) {
  if (step.type === 'model_output') {
    for (const block of step.content ?? []) {
      if (block.type === 'text') {
        console.log(block.text);
      }
      if (block.type === 'image') {
        const picture = new Image();
        picture.src = `data:${block.mime_type};base64,${block.data}`;
        document.body.append(picture);
      }
    }
  }
}
