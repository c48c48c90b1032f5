/** Pictures in: sends a receipt; the model reads it, and Python adds it up. */
import { GoogleGenAI } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from './apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

const response = await ai.models.generateContent({
  model: 'gemini-3.8-flash',
  contents: [
    { inlineData: { mimeType: 'image/png', data: drawReceipt() } },
    { text: 'Read the items off this receipt, and check with code whether its total is right.' },
  ],
  config: { tools: [{ codeExecution: {} }] },
});

for (const part of response.candidates?.[0]?.content?.parts ?? []) {
  if (part.text) {
    console.log('Text:', part.text);
  }
  if (part.executableCode) {
    console.log(`Code (${part.executableCode.language}):\n${part.executableCode.code}`);
  }
  if (part.codeExecutionResult) {
    console.log(`Output (${part.codeExecutionResult.outcome}):\n${part.codeExecutionResult.output}`);
  }
}

/** Reads a picture as base64. For files of an `<input type="file">`, use `await filePart(file)`, as in zoomAndCount.ts. */
function drawReceipt(): string {
  const lines = [
    'Corner Bakery',
    '2 rye bread      7.60',
    '6 rolls          3.30',
    '1 plum cake     12.40',
    'TOTAL           23.80',
  ];
  const canvas = document.createElement('canvas');
  canvas.width = 420;
  canvas.height = 260;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('There is no canvas to draw on.');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = 'black';
  context.font = '24px monospace';
  for (const [row, line] of lines.entries()) context.fillText(line, 40, 55 + 42 * row);
  return canvas.toDataURL('image/png').replace(/^.*,/, '');
}
