/** Search: Google looks up the facts, and Python in this tab computes with them. Models before Gemini 3 can do it too. */
import { GoogleGenAI } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from './apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

for (const model of ['gemini-3.8-flash', 'gemini-2.5-flash-lite']) {
  const response = await ai.models.generateContent({
    model,
    contents:
      'Look up the heights of the five highest peaks of the Alps, and compute with Python how much ' +
      'the first towers over the mean of the others.',
    config: { tools: [{ codeExecution: {} }, { googleSearch: {} }] },
  });

  console.log(`${model}: ${response.text}`);
  console.log(response.codeExecutionResult);

  const { groundingChunks = [] } = response.candidates?.[0]?.groundingMetadata ?? {};
  for (const { web } of groundingChunks) {
    console.log('Source:', web?.title, web?.uri);
  }
}
