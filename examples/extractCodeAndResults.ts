/** Extract code and results: each program, its output and how it ended, separately. */
import { GoogleGenAI } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from './apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

const response = await ai.models.generateContent({
  model: 'gemini-3.8-flash',
  contents:
    'How likely is it that at least two of 23 people share a birthday? ' +
    'Try it out with 20,000 groups, with the random seed 23, and compare with the exact value.',
  config: { tools: [{ codeExecution: {} }], temperature: 0 },
});

const runs: { code: string | undefined; output: string | undefined; outcome: string | undefined }[] = [];

for (const part of response.candidates?.[0]?.content?.parts ?? []) {
  if (part.executableCode) {
    runs.push({ code: part.executableCode.code, output: undefined, outcome: undefined });
  }
  if (part.codeExecutionResult) {
    // Results come in the order of the programs.
    const run = runs.find(({ outcome }) => outcome === undefined);
    Object.assign(run ?? {}, part.codeExecutionResult);
  }
}

for (const { code, output, outcome } of runs) {
  console.log('The program:');
  console.log(code);
  console.log('What it printed:');
  console.log(output);
  console.log('How it ended:', outcome);
}

// The response has getters for the first program and its output.
const [first] = runs;
console.log(response.executableCode === first?.code, response.codeExecutionResult === first?.output);
