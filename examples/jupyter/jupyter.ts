/** Jupyter: the code of Gemini runs in a kernel of your own Jupyter server, with every package and the GPU of that machine. */
import { GoogleGenAI } from '@google/genai';
import { withLocalPython } from 'glovebox';
import { JupyterKernel } from 'glovebox/jupyter';
import { apiKey } from '../apiKey.ts';

// The server must allow this page: jupyter server --ServerApp.allow_origin=THE ORIGIN OF THIS PAGE
const url = 'http://localhost:8888/';
const token = window.prompt(`The token of the Jupyter server at ${url}`) ?? '';

const kernel = await JupyterKernel.connect({ url, token });
const ai = withLocalPython(new GoogleGenAI({ apiKey }), {
  sandbox: kernel,
  // This is no sandbox: the code can do on that machine what you can.
  beforeRun: ({ code }) => (window.confirm(code) ? 'run' : { refuse: 'The user does not want this to run.' }),
});

const response = await ai.models.generateContent({
  model: 'gemini-3.8-flash',
  contents: 'Which machine does your code run on? Print its processor, its memory, and its GPU if it has one.',
  config: { tools: [{ codeExecution: {} }] },
});

console.log(response.text);
await kernel.close();
