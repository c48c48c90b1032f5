/** Chat: questions that build on each other. Python's variables stay from one to the next. */
import { GoogleGenAI } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from './apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

const chat = ai.chats.create({
  model: 'gemini-3.8-flash',
  history: [
    { role: 'user', parts: [{ text: 'I keep bees, and I have a few numbers to ask you about.' }] },
    { role: 'model', parts: [{ text: 'Gladly. Which numbers?' }] },
  ],
  config: { tools: [{ codeExecution: {} }] },
});

let response = await chat.sendMessage({
  message: 'My hives gave 21.5, 18.2, 24.9, 9.4 and 20.1 kg of honey. What is the mean, and how far do they spread?',
});
console.log('Mean and spread:', response.text);

response = await chat.sendMessage({
  message: 'Which hive lies more than one standard deviation below the mean?',
});
console.log('The weak hive:', response.text);

response = await chat.sendMessage({
  message: 'With that hive at the mean of the other four, how much honey would it have been in all?',
});
console.log('Without it:', response.text);

console.log('Contents in the history:', chat.getHistory().length);
