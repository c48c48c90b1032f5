/** Zoom into a picture and count: the model crops small details with Python, looks at them again, and counts. */
import { GoogleGenAI } from '@google/genai';
import { filePart, Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from './apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

const response = await ai.models.generateContent({
  model: 'gemini-3.8-flash',
  contents: [
    await filePart(await drawPantry()),
    { text: 'Zoom into the top shelf. How many of its jars have a red sticker on the lid?' },
  ],
  config: { tools: [{ codeExecution: {} }] },
});

for (const part of response.candidates?.[0]?.content?.parts ?? []) {
  if (part.text) {
    console.log(part.text);
  }
  if (part.codeExecutionResult) {
    console.log(part.codeExecutionResult.output);
  }
  if (part.inlineData) {
    const picture = new Image();
    picture.src = `data:${part.inlineData.mimeType};base64,${part.inlineData.data}`;
    document.body.append(picture);
  }
}

/** A pantry with three shelves of jars. The stickers are a few pixels wide. */
async function drawPantry(): Promise<File> {
  const canvas = new OffscreenCanvas(1600, 960);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('There is no canvas to draw on.');
  const fill = (color: string, x: number, y: number, width: number, height: number) => {
    context.fillStyle = color;
    context.fillRect(x, y, width, height);
  };
  fill('#efe6d8', 0, 0, canvas.width, canvas.height);
  const preserves = ['#7d2a4b', '#c4722a', '#4a6b2f', '#d9b44a'];
  const stickers = [
    [1, 4, 5, 9, 12, 13, 18],
    [0, 7, 16],
    [2, 3, 10, 19],
  ];
  for (const [shelf, stickered] of stickers.entries()) {
    const bottom = 300 + 310 * shelf;
    fill('#7a5a3a', 0, bottom, canvas.width, 16);
    for (let jar = 0; jar < 20; jar += 1) {
      const left = 24 + 78 * jar;
      fill(preserves[(jar + shelf) % 4] ?? '', left, bottom - 110, 58, 110);
      fill('#c9cdd1', left - 2, bottom - 128, 62, 18);
      if (stickered.includes(jar)) fill('#d81e1e', left + 8 + ((7 * jar) % 40), bottom - 122, 6, 6);
    }
  }
  return new File([await canvas.convertToBlob()], 'pantry.png', { type: 'image/png' });
}
