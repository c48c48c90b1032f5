/** Function declarations: the model asks your app for data, and works on it with Python. */
import { type CallableTool, type FunctionCall, type FunctionDeclaration, GoogleGenAI, type Part } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from './apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

const readRainGauge: FunctionDeclaration = {
  name: 'read_rain_gauge',
  description: 'Gives the rain of each of the last days in millimetres, the oldest day first.',
  parametersJsonSchema: {
    type: 'object',
    properties: { days: { type: 'integer', description: 'How many days, up to 14.' } },
    required: ['days'],
  },
};

function answer({ id, name = '', args }: FunctionCall): Part {
  const rain = [0, 3.2, 11.5, 0, 0, 6.1, 0.4, 0, 18.9, 2.2, 0, 0, 7.7, 1.3];
  const output = rain.slice(-Number(args?.days ?? 7));
  return { functionResponse: { ...(id && { id }), name, response: { output } } };
}

// With a declaration alone, the call comes back to you, and you answer it in the next message.
const chat = ai.chats.create({
  model: 'gemini-3.8-flash',
  config: { tools: [{ codeExecution: {} }, { functionDeclarations: [readRainGauge] }] },
});
const question = 'How much has it rained in the last ten days, and how many of them were dry? Compute it with Python.';
let answered = await chat.sendMessage({ message: question });
while (answered.functionCalls) {
  const calls = answered.functionCalls;
  console.log('The model calls:', JSON.stringify(calls.map(({ name, args }) => ({ name, args }))));
  answered = await chat.sendMessage({ message: calls.map(answer) });
}
console.log(answered.codeExecutionResult);
console.log(answered.text);

// With a callable tool, the client calls the function, and you get the answer at once.
const rainGauge: CallableTool = {
  tool: async () => ({ functionDeclarations: [readRainGauge] }),
  callTool: async (functionCalls) => functionCalls.map(answer),
};
const response = await ai.models.generateContent({
  model: 'gemini-3.8-flash',
  contents: 'What was the longest dry spell of the last two weeks? Compute it with Python.',
  config: { tools: [{ codeExecution: {} }, rainGauge] },
});
console.log(response.codeExecutionResult);
console.log(response.text);
