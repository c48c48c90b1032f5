/** Interactions with a picture: the model measures it with Python, cuts out a detail, and looks at that again. */
import { GoogleGenAI } from '@google/genai';
import { fileBlock, Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from '../apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

const interaction = await ai.interactions.create({
  model: 'gemini-3.8-flash',
  input: [
    await fileBlock(await drawSeismograph()),
    {
      type: 'text',
      text: 'This is one hour of a seismograph. In which minute was the strongest shock? Measure it with code.',
    },
  ],
  tools: [{ type: 'code_execution' }],
});

for (const step of interaction.steps) {
  if (step.type === 'code_execution_result') {
    console.log(step.result);
  }
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

/** The line of an hour, with a weak shock and a strong one. */
async function drawSeismograph(): Promise<File> {
  const canvas = new OffscreenCanvas(1200, 200);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('There is no canvas to draw on.');
  context.fillStyle = '#fbf8ef';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#2244bb';
  const shocks = [
    { at: 310, height: 60 },
    { at: 840, height: 150 },
  ];
  for (let x = 0; x < canvas.width; x += 1) {
    const heights = shocks.map(({ at, height }) => Math.max(0, height - 12 * Math.abs(x - at)));
    context.fillRect(x, 170 - Math.max(...heights), 1, 3);
  }
  return new File([await canvas.convertToBlob()], 'seismograph.png', { type: 'image/png' });
}
