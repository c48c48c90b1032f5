/** Data analysis pipeline: step by step; each step checks its work and builds on the variables of the step before. */
import { GoogleGenAI } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from './apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

const measurements = `date,station,visitors,minutes
2026-05-01,North Gate,132,4118
2026-05-01,Lake Pier,87,3915
2026-05-02,North Gate,151,4530
2026-05-02,Lake Pier,,4020
2026-05-03,North Gate,208,6656
2026-05-03,Lake Pier,143,6721
2026-05-04,North Gate,96,2784
2026-05-04,Lake Pier,64,2816
`;

const steps = [
  `Read these measurements of a nature reserve into a list of records, and drop those that are not complete:\n\n${measurements}`,
  'Total the visitors of each station, and compute the minutes that each of them stayed on average.',
  'For North Gate, by how many per cent did the number of visitors change from day to day?',
];

const chat = ai.chats.create({
  model: 'gemini-3.8-flash',
  config: { tools: [{ codeExecution: {} }], temperature: 0 },
});

for (const [index, step] of steps.entries()) {
  const response = await chat.sendMessage({ message: step });
  const results = (response.candidates?.[0]?.content?.parts ?? []).flatMap((part) => part.codeExecutionResult ?? []);
  const last = results.at(-1);
  if (last?.outcome !== 'OUTCOME_OK')
    throw new Error(`Step ${index + 1} was not computed: ${last?.output ?? 'no code'}`);
  console.log(`Step ${index + 1}, after ${results.length} run(s):`);
  console.log(last.output);
  console.log(response.text);
}
