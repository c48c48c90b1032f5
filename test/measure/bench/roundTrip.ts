/** What a turn of the model costs beside the model and the code: the adapter's own time. */
import { type Content, GoogleGenAI, type Part } from '@google/genai';
import { Sandbox, withLocalPython } from '../../../src/entries/index.ts';
import { type Row, time, type Ways } from './measure.ts';

const MODEL = 'gemini-3-flash-preview';
const HOPS = 10;
const CODE = 'print(1 + 1)';
const QUESTION: Content = { role: 'user', parts: [{ text: 'What is it?' }] };
const DECLARATIONS = [
  { functionDeclarations: [{ name: 'run_python', parametersJsonSchema: { type: 'object', properties: {} } }] },
];

export function hopRows(): Row[] {
  const against = `the SDK and the sandbox by hand, ${HOPS} runs and an answer`;
  const common = { against, target: { above: 5 }, times: 20 };
  return [
    { ...common, name: 'hop', open: answerBoth },
    { ...common, name: 'hop-interactions', open: interactBoth },
  ];
}

function answerBoth(): Promise<Ways> {
  const asked = { model: MODEL, contents: [QUESTION], config: { tools: [{ codeExecution: {} }] } };
  return openBoth({
    fetch: answerAtOnce,
    ask: async (ai) => (await ai.models.generateContent(asked)).text,
    byHand: answerByHand,
  });
}

function interactBoth(): Promise<Ways> {
  const asked = { model: MODEL, input: 'What is it?', tools: [{ type: 'code_execution' as const }] };
  return openBoth({
    fetch: interactAtOnce,
    ask: async (ai) => (await ai.interactions.create(asked)).output_text,
    byHand: interactByHand,
  });
}

interface Asking {
  /** The model. */
  fetch: typeof fetch;
  /** Asks it through the adapter. */
  ask: (ai: GoogleGenAI) => Promise<string | undefined>;
  byHand: (client: GoogleGenAI, sandbox: Sandbox) => Promise<void>;
}

async function openBoth({ fetch, ask, byHand }: Asking): Promise<Ways> {
  const sandbox = await Sandbox.create({ assets: '/pyodide/' });
  const client = new GoogleGenAI({ apiKey: 'none', httpOptions: { fetch } });
  const ai = withLocalPython(client, { sandbox });
  const askOurs = async () => {
    const text = await ask(ai);
    if (text !== 'Two.') throw new Error(`The answer is ${text}.`);
  };
  return {
    ours: () => perHop(askOurs),
    reference: () => perHop(() => byHand(client, sandbox)),
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

const RUN_PYTHON = { type: 'function' as const, name: 'run_python', parameters: { type: 'object', properties: {} } };

/** The least that a loop has to do. */
async function interactByHand(client: GoogleGenAI, sandbox: Sandbox): Promise<void> {
  const asked = { model: MODEL, tools: [RUN_PYTHON] };
  let { id, steps } = await client.interactions.create({ ...asked, input: 'What is it?' });
  for (;;) {
    const call = steps.find((step) => step.type === 'function_call');
    if (!call) return;
    const { output: result } = await sandbox.run(String(call.arguments.code));
    const answered = { type: 'function_result' as const, call_id: call.id, name: call.name, result };
    ({ id, steps } = await client.interactions.create({ ...asked, previous_interaction_id: id, input: [answered] }));
  }
}

/** As {@link answerAtOnce}. The ids count the runs. */
const interactAtOnce: typeof fetch = async (...asked) => {
  const { previous_interaction_id: previous = 'v1_0' } = await new Request(...asked).json();
  const runs = Number(previous.slice('v1_'.length));
  const call = { id: `call${runs}`, type: 'function_call', name: 'run_python', arguments: { code: CODE } };
  const words = { type: 'model_output', content: [{ type: 'text', text: 'Two.' }] };
  const isCalling = runs < HOPS;
  return Response.json({
    id: `v1_${runs + 1}`,
    status: isCalling ? 'requires_action' : 'completed',
    steps: [{ type: 'thought', signature: btoa(`signature ${runs}`) }, isCalling ? call : words],
    object: 'interaction',
    model: MODEL,
  });
};
