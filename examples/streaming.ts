/** Streaming: shows text, code and output while they arrive. */
import { GoogleGenAI } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from './apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

const stream = await ai.models.generateContentStream({
  model: 'gemini-3.8-flash',
  contents: 'In how many ways can 5 euros be paid with coins, from 1 cent to 2 euros? Count them with code.',
  config: { tools: [{ codeExecution: {} }], temperature: 0 },
});

for await (const chunk of stream) {
  for (const part of chunk.candidates?.[0]?.content?.parts ?? []) {
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
}
