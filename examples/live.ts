/** Live: a spoken conversation in which the model runs Python. Type to it, and listen. */
import { GoogleGenAI, type LiveServerMessage, Modality } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from './apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey, apiVersion: 'v1beta' }), { sandbox: Sandbox.create() });

const speaker = new AudioContext({ sampleRate: 24_000 });
let speechEnds = 0;

/** Plays samples of 16 bits when those before them have been played. */
function play(base64: string) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const samples = Float32Array.from(new Int16Array(bytes.buffer), (sample) => sample / 32_768);
  const sound = new AudioBufferSourceNode(speaker, {
    buffer: new AudioBuffer({ length: samples.length, sampleRate: speaker.sampleRate }),
  });
  sound.buffer?.copyToChannel(samples, 0);
  sound.connect(speaker.destination);
  speechEnds = Math.max(speechEnds, speaker.currentTime);
  sound.start(speechEnds);
  speechEnds += samples.length / speaker.sampleRate;
}

let speech = '';
let answered = () => {};

function show({ serverContent }: LiveServerMessage) {
  for (const { executableCode, codeExecutionResult, inlineData } of serverContent?.modelTurn?.parts ?? []) {
    if (executableCode) {
      console.log(executableCode.code);
    }
    if (codeExecutionResult) {
      console.log(codeExecutionResult.output);
    }
    // Speech and the pictures that code makes come in the same field.
    if (inlineData?.mimeType?.startsWith('audio/')) {
      play(inlineData.data ?? '');
    }
    if (inlineData?.mimeType?.startsWith('image/')) {
      const picture = new Image();
      picture.src = `data:${inlineData.mimeType};base64,${inlineData.data}`;
      document.body.append(picture);
    }
  }
  speech += serverContent?.outputTranscription?.text ?? '';
  if (serverContent?.turnComplete) {
    console.log(speech);
    speech = '';
    answered();
  }
}

const session = await ai.live.connect({
  model: 'gemini-3.8-live',
  config: {
    responseModalities: [Modality.AUDIO],
    outputAudioTranscription: {},
    tools: [{ codeExecution: {} }],
  },
  callbacks: {
    onmessage: show,
    onclose: ({ code, reason }) => console.log(`The session has ended: ${reason || code}`),
  },
});

function ask(question: string): Promise<void> {
  console.log(`You: ${question}`);
  session.sendClientContent({ turns: question });
  return new Promise((resolve) => {
    answered = resolve;
  });
}

await ask('I put 100 euros aside every month, at 3 % a year. How much is it after ten years? Compute it.');

const box = Object.assign(document.createElement('input'), { placeholder: 'Ask on', ariaLabel: 'Your question' });
const form = document.createElement('form');
form.append(box);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void ask(box.value);
  box.value = '';
});
document.body.append(form);
