import { type GenerateContentParameters, GoogleGenAI, type Part } from '@google/genai';
import type { LocalPythonOptions } from '../../../../src/answer/options.ts';
import { withLocalPython } from '../../../../src/gemini/client.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';

/** A sandbox in which every run prints 1 and shows these pictures, each as base64. */
function sandboxThatShows(pictures: readonly string[]): Sandbox {
  const results = pictures.map((data) => ({ data: { 'image/png': data } }));
  return {
    closed: false,
    run: async () => ({ status: 'ok', output: '1\n', results, files: [] }),
    files: { list: async () => [], write: async () => {} },
    expose: () => {},
  } as unknown as Sandbox;
}

export interface Body {
  contents: { role?: string; parts: Part[] }[];
  systemInstruction?: { parts: Part[] };
}

/** A client whose API answers one request after the other with these bodies; one with an `error` has its status. */
export function localClient(
  answers: readonly object[],
  options: Partial<LocalPythonOptions> & { shows?: readonly string[] } = {},
) {
  const bodies: Body[] = [];
  const fetch = async (_: unknown, init?: RequestInit) => {
    const answer = answers[bodies.length] ?? {};
    bodies.push(JSON.parse(String(init?.body)));
    const status = 'error' in answer ? (answer.error as { code: number }).code : 200;
    return new Response(JSON.stringify(answer), { status, headers: { 'content-type': 'application/json' } });
  };
  const original = new GoogleGenAI({ apiKey: 'test', httpOptions: { fetch: fetch as never } });
  const { shows = [], ...more } = options;
  const ai = withLocalPython(original, {
    sandbox: async () => sandboxThatShows(shows),
    retry: { attempts: 1 },
    ...more,
  });
  const ask = (contents: GenerateContentParameters['contents'], model = 'gemini-3.8-flash') =>
    ai.models.generateContent({ model, contents, config: { tools: [{ codeExecution: {} }] } });
  return { ai, original, ask, bodies };
}

/** An answer as a whole. */
export const says = (parts: Part[], more: object = { finishReason: 'STOP' }) => ({
  candidates: [{ content: { role: 'model', parts }, ...more }],
});
export const refuses = (message: string, code = 400) => ({ error: { code, message, status: 'INVALID_ARGUMENT' } });
