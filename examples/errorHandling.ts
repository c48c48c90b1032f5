/** Error handling: shows how each run ended. The model sees the same and corrects its program. */
import { GoogleGenAI } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from './apiKey.ts';

// Runs time out after 3 s instead of 30 s, so that an endless program ends soon.
const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create(), timeout: 3_000 });

const response = await ai.models.generateContent({
  model: 'gemini-3.8-flash',
  contents:
    'What is the smallest number that is the sum of two positive cubes in three different ways? Find it with code.',
  config: { tools: [{ codeExecution: {} }] },
});

for (const part of response.candidates?.[0]?.content?.parts ?? []) {
  if (part.codeExecutionResult) {
    const { outcome, output } = part.codeExecutionResult;

    if (outcome === 'OUTCOME_OK') {
      console.log('The program ran to its end.');
      console.log(`Output: ${output}`);
    } else if (outcome === 'OUTCOME_FAILED') {
      console.log('The program failed.');
      console.log(`Error: ${output}`);
    } else if (outcome === 'OUTCOME_DEADLINE_EXCEEDED') {
      console.log('The program took too long.');
      console.log(`Until then: ${output}`);
    }
  }
}

console.log(response.text);
