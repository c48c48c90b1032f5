/** Bar chart: shows the picture that the code made, and offers it as a file. */
import { GoogleGenAI } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from './apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

const response = await ai.models.generateContent({
  model: 'gemini-3.8-flash',
  contents: `Make a bar chart of the loans of a village library:

Month, Loans
Jan, 412
Feb, 388
Mar, 455
Apr, 430
May, 397
Jun, 468
Jul, 611
Aug, 574
Sep, 446
Oct, 490
Nov, 523
Dec, 365

Title it "Loans by month", label both axes, draw a line at the average, and give the best month a colour of its own.`,
  config: { tools: [{ codeExecution: {} }] },
});

for (const part of response.candidates?.[0]?.content?.parts ?? []) {
  if (part.inlineData) {
    const address = `data:${part.inlineData.mimeType};base64,${part.inlineData.data}`;
    const chart = new Image();
    chart.src = address;
    const link = document.createElement('a');
    link.href = address;
    link.download = 'loans.png';
    link.append('Save the chart');
    document.body.append(chart, link);
  }
  if (part.text) {
    console.log(part.text);
  }
}
