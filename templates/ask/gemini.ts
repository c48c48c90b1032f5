import { GoogleGenAI } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKeyOf } from './apiKey.ts';
import type { Show } from './show.ts';

let client: GoogleGenAI | undefined;

/** Asks Gemini. The Python that it writes runs in this tab, and keeps its variables from question to question. */
export async function ask(question: string, show: Show): Promise<void> {
  client ??= withLocalPython(new GoogleGenAI({ apiKey: apiKeyOf('Gemini', 'https://aistudio.google.com/apikey') }), {
    sandbox: Sandbox.create(),
  });
  const response = await client.models.generateContent({
    model: 'gemini-3.8-flash',
    contents: question,
    config: { tools: [{ codeExecution: {} }] },
  });
  for (const part of response.candidates?.[0]?.content?.parts ?? []) {
    if (part.text) show('text', part.text);
    if (part.executableCode?.code) show('code', part.executableCode.code);
    if (part.codeExecutionResult?.output) show('output', part.codeExecutionResult.output);
    if (part.inlineData) show('picture', `data:${part.inlineData.mimeType};base64,${part.inlineData.data}`);
  }
}
