/** Live, with functions: your app answers the calls of its own functions, and code runs beside them. */
import { type FunctionDeclaration, GoogleGenAI, type LiveServerMessage, Modality } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from './apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey, apiVersion: 'v1beta' }), { sandbox: Sandbox.create() });

const readScales: FunctionDeclaration = {
  name: 'read_scales',
  description: 'Gives the weight of each parcel on the belt in kilograms.',
};

// The model waits for results, instead of talking meanwhile.
const tools = [{ codeExecution: { behavior: 'BLOCKING' } }, { functionDeclarations: [readScales] }];

const messages: LiveServerMessage[] = [];
let wake = () => {};

const session = await ai.live.connect({
  model: 'gemini-3.8-live',
  config: {
    responseModalities: [Modality.AUDIO],
    outputAudioTranscription: {},
    tools,
  },
  callbacks: {
    onmessage: (message) => {
      messages.push(message);
      wake();
    },
  },
});

async function nextMessage(): Promise<LiveServerMessage> {
  for (;;) {
    const message = messages.shift();
    if (message) return message;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

session.sendClientContent({ turns: 'How many vans of 900 kg do the parcels on the belt need at least? Compute it.' });

for (let isComplete = false; !isComplete; ) {
  const { serverContent, toolCall } = await nextMessage();
  // Only calls of your own functions arrive here.
  for (const { id = '', name = '' } of toolCall?.functionCalls ?? []) {
    console.log(`The model calls ${name}.`);
    const response = { output: [412, 388, 530, 75, 610, 290, 144, 365] };
    session.sendToolResponse({ functionResponses: { id, name, response } });
  }
  for (const { codeExecutionResult } of serverContent?.modelTurn?.parts ?? []) {
    if (codeExecutionResult) {
      console.log(codeExecutionResult.output);
    }
  }
  if (serverContent?.outputTranscription) {
    console.log(serverContent.outputTranscription.text);
  }
  isComplete = serverContent?.turnComplete ?? false;
}
session.close();
