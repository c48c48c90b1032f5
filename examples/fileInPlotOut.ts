/** File in and plot out: sends a table, and shows the plot that comes back. */
import { GoogleGenAI } from '@google/genai';
import { filePart, Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from './apiKey.ts';

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

const response = await ai.models.generateContent({
  model: 'gemini-3.8-flash',
  contents: [
    await filePart(new File([tides], 'tides.csv', { type: 'text/csv' })),
    { text: 'Plot the height of the tide over the day, and tell me the tidal range.' },
  ],
  config: { tools: [{ codeExecution: {} }] },
});

for (const part of response.candidates?.[0]?.content?.parts ?? []) {
  if (part.text) {
    console.log(part.text);
  }
  if (part.inlineData) {
    const picture = new Image();
    picture.src = `data:${part.inlineData.mimeType};base64,${part.inlineData.data}`;
    document.body.append(picture);
  }
}
