/** What a turn of the model costs beside the model and the code: the adapter's own time. */
import { type Content, GoogleGenAI, type Part } from '@google/genai';
import { Sandbox, withLocalPython } from '../../../src/index.ts';
import { type Row, time, type Ways } from './measure.ts';

const MODEL = 'gemini-3-flash-preview';
const HOPS = 10;
const CODE = 'print(1 + 1)';
const QUESTION: Content = { role: 'user', parts: [{ text: 'What is it?' }] };
const DECLARATIONS = [
  { functionDeclarations: [{ name: 'run_python', parametersJsonSchema: { type: 'object', properties: {} } }] },
];

export function hopRow(): Row {
  return {
    name: 'hop',
    against: `the SDK and the sandbox by hand, ${HOPS} runs and an answer`,
    target: { above: 5 },
    times: 20,
    open: answerBoth,
  };
}

async function answerBoth(): Promise<Ways> {
  const sandbox = await Sandbox.create({ assets: '/pyodide/' });
  const client = new GoogleGenAI({ apiKey: 'none', httpOptions: { fetch: answerAtOnce } });
  const ai = withLocalPython(client, { sandbox });
  return {
    ours: () =>
      perHop(async () => {
        const { text } = await ai.models.generateContent({
          model: MODEL,
          contents: [QUESTION],
          config: { tools: [{ codeExecution: {} }] },
        });
        if (text !== 'Two.') throw new Error(`The answer is ${text}.`);
      }),
    reference: () => perHop(() => answerByHand(client, sandbox)),
    close: () => sandbox.close(),
  };
}

async function perHop(work: () => Promise<void>): Promise<number> {
  return (await time(work)) / HOPS;
}

/** The least that a loop has to do. */
async function answerByHand(client: GoogleGenAI, sandbox: Sandbox): Promise<void> {
  const contents = [QUESTION];
  for (;;) {
    const response = await client.models.generateContent({ model: MODEL, contents, config: { tools: DECLARATIONS } });
    const [content] = response.candidates?.map((candidate) => candidate.content) ?? [];
    const [call] = response.functionCalls ?? [];
    if (!content || !call) return;
    const { output } = await sandbox.run(String(call.args?.code));
    const { id, name } = call;
    const functionResponse = {
      ...(id !== undefined && { id }),
      ...(name !== undefined && { name }),
      response: { output },
    };
    contents.push(content, { role: 'user', parts: [{ functionResponse }] });
  }
}

/** A model without a network, which thinks for no time. */
const answerAtOnce: typeof fetch = async (_, init) => {
  const { contents } = JSON.parse(String(init?.body)) as { contents: Content[] };
  const runs = contents.flatMap(({ parts = [] }) => parts).filter(({ functionResponse }) => functionResponse).length;
  const part: Part =
    runs < HOPS ? { functionCall: { id: `call-${runs}`, name: 'run_python', args: { code: CODE } } } : { text: 'Two.' };
  const signed = { ...part, thoughtSignature: btoa(`signature ${runs}`) };
  return Response.json({
    candidates: [{ content: { role: 'model', parts: [signed] }, finishReason: 'STOP', index: 0 }],
  });
};
