/** Basic: a question that needs a calculation, and all parts of the answer in order. */
import { GoogleGenAI } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from './apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

const response = await ai.models.generateContent({
  model: 'gemini-3.8-flash',
  contents: [
    'How often did the 13th of a month fall on a Friday in the twentieth century, from 1901 to 2000? ' +
      'Write code that looks at every month, and run it.',
  ],
  config: {
    tools: [{ codeExecution: {} }],
  },
});

for (const part of response.candidates?.[0]?.content?.parts ?? []) {
  if (part.text) {
    console.log(part.text);
  }
  if (part.executableCode) {
    console.log(part.executableCode.code);
  }
  if (part.codeExecutionResult) {
    console.log(part.codeExecutionResult.output);
  }
}
