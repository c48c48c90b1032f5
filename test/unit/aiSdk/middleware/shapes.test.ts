import { generateText, streamText, type ToolSet, wrapLanguageModel } from 'ai';
import { describe, expect, it } from 'vitest';
import { localPythonMiddleware } from '../../../../src/aiSdk/middleware/localPythonMiddleware.ts';
import { scriptedSandbox } from '../../gemini/client/play.ts';
import { PIXEL, sandboxThat } from '../sandboxes.ts';
import { PROVIDERS, type Said } from './providers.ts';

/** Replaces ids by the order in which they come, and drops what differs by nature: marks, times, texts about the request. */
function comparable(value: unknown): unknown {
  const ids: string[] = [];
  const json = JSON.stringify(value, (key, field) => {
    if (
      ['providerMetadata', 'providerOptions', 'headers', 'body', 'timestamp', 'usage', 'response', 'request'].includes(
        key,
      )
    )
      return undefined;
    // Only the order of the fields differs.
    if (key === 'input' && typeof field === 'string') return JSON.parse(field);
    if (!['id', 'toolCallId'].includes(key) || typeof field !== 'string') return field;
    if (!ids.includes(field)) ids.push(field);
    return `id ${ids.indexOf(field)}`;
  });
  return JSON.parse(json);
}

const SANDBOX = sandboxThat(async (code) => ({
  ok: !code.includes('fail'),
  status: code.includes('fail') ? 'error' : 'ok',
  output: code.includes('fail') ? 'ValueError: no\n' : '42\n',
  results: code.includes('plot') ? [{ source: 'figure', data: { 'image/png': PIXEL } }] : [],
  files: [],
}));

describe.each(PROVIDERS)('the code tool of $name in the tab', ({ name, tools, model: modelOf }) => {
  const isAnthropic = name.startsWith('anthropic');
  /** Programs, with what the provider's own tool says of them. */
  const PROGRAMS: Extract<Said, { code: string }>[] = [
    { code: 'print("6 * 7")\n', output: '42\n' },
    { code: 'fail()', output: 'ValueError: no\n', failed: true },
    // Anthropic's pictures are files of another API.
    ...(isAnthropic ? [] : [{ code: 'plot()', output: '42\n', picture: PIXEL }]),
  ];

  it.each(PROGRAMS)('answers in the shape of its package, whole: $code', async (program) => {
    const server = await modelOf([[{ text: 'Running.' }, program, { text: 'Done.' }]]).model.doGenerate(
      await callOf(tools),
    );
    const local = await wrapped([
      [{ text: 'Running.' }, callOfPython(program.code)],
      [{ text: 'Done.' }],
    ]).model.doGenerate(await callOf(tools));
    expect(comparable(local.content)).toEqual(comparable(server.content));
    expect(local.finishReason.unified).toBe('stop');
  });

  it.each(PROGRAMS)('answers in the shape of its package, streamed: $code', async (program) => {
    const server = await modelOf([[{ text: 'Running.' }, program, { text: 'Done.' }]]).model.doStream(
      await callOf(tools),
    );
    const local = await wrapped([
      [{ text: 'Running.' }, callOfPython(program.code)],
      [{ text: 'Done.' }],
    ]).model.doStream(await callOf(tools));
    const [expected, given] = [await read(server.stream), await read(local.stream)];
    // Google's package streams words before and after code as one text. Here they are two, as in the whole answer.
    const isCompared = ({ type }: { type: string }) => name !== 'google' || !type.startsWith('text-');
    const [theirs, ours] = [expected, given].map((parts) => comparable(withoutHeading(parts).filter(isCompared)));
    expect(ours).toEqual(theirs);
    expect(wordsOf(given)).toBe(wordsOf(expected));
  });

  it('sums the usage of all requests', async () => {
    const { model } = wrapped([[callOfPython('1')], [callOfPython('2')], [{ text: 'Done.' }]]);
    const { usage } = await model.doGenerate(await callOf(tools));
    expect(usage.inputTokens.total).toBe(30);
    expect(usage.outputTokens.total).toBe(15);
  });

  it('is taken by the AI SDK as a call that the provider has executed', async () => {
    const { model } = wrapped([[callOfPython('print(6 * 7)')], [{ text: 'It is 42.' }]]);
    const result = await generateText({ model, tools, prompt: 'What is 6 * 7?' });
    expect(result.text).toBe('It is 42.');
    expect(result.steps).toHaveLength(1);
    expect(result.toolCalls).toMatchObject([{ providerExecuted: true, input: { code: 'print(6 * 7)' } }]);
    expect(result.toolCalls[0]?.invalid).toBeUndefined();
    expect(result.toolResults).toMatchObject([{ providerExecuted: true }]);
    const streamed = streamText({
      model: wrapped([[callOfPython('print(6 * 7)')], [{ text: 'It is 42.' }]]).model,
      tools,
      prompt: '6 * 7?',
    });
    expect(await streamed.text).toBe('It is 42.');
    expect(await streamed.toolResults).toMatchObject([{ providerExecuted: true }]);
  });

  it('asks the model with a function in the place of the tool, and sends it the result', async () => {
    const { model, bodies } = wrapped([[callOfPython('print(6 * 7)')], [{ text: 'It is 42.' }]]);
    await generateText({ model, tools, prompt: 'What is 6 * 7?' });
    expect(bodies).toHaveLength(2);
    const [first, second] = bodies.map((body) => JSON.stringify(body));
    expect(first).toContain('"run_python"');
    expect(first).not.toMatch(/codeExecution|code_interpreter"|code_execution/);
    expect(first).toContain("in the user's browser");
    expect(second).toContain('OUTCOME_OK');
    expect(second).toContain('42');
  });

  it('sends a conversation with its results back as the function calls that they were', async () => {
    const { model, bodies } = wrapped([
      [callOfPython('print(6 * 7)')],
      [{ text: 'It is 42.' }],
      [{ text: 'Because.' }],
    ]);
    const first = await generateText({ model, tools, prompt: 'What is 6 * 7?' });
    const messages = [
      { role: 'user' as const, content: 'What is 6 * 7?' },
      ...first.response.messages,
      { role: 'user' as const, content: 'Why?' },
    ];
    const second = await generateText({ model, tools, messages });
    expect(second.text).toBe('Because.');
    expect(conversationIn(bodies[2])).toEqual(conversationIn(bodies[1]).concat(conversationIn(bodies[2]).slice(-2)));
    // Without the tool, the code is text.
    const plain = wrapped([[{ text: 'Bye.' }]]);
    await generateText({ model: plain.model, messages });
    expect(JSON.stringify(plain.bodies[0])).toContain('```python\\nprint(6 * 7)');
    expect(JSON.stringify(plain.bodies[0])).not.toContain('run_python');
  });

  function wrapped(turns: Said[][]) {
    const { model, bodies } = modelOf(turns);
    return { model: wrapLanguageModel({ model, middleware: localPythonMiddleware({ sandbox: SANDBOX }) }), bodies };
  }
});

it('leaves requests without a code tool alone', async () => {
  const [google] = PROVIDERS;
  const { model, bodies } = google?.model([[{ text: 'Hello.' }]]) ?? {};
  if (!model || !bodies) throw new Error('There is no provider.');
  const { sandbox } = scriptedSandbox();
  await generateText({
    model: wrapLanguageModel({ model, middleware: localPythonMiddleware({ sandbox }) }),
    prompt: 'Hi.',
  });
  expect(bodies[0]).toEqual({ generationConfig: {}, contents: [{ role: 'user', parts: [{ text: 'Hi.' }] }] });
});

const callOfPython = (code: string): Said => ({ call: 'run_python', input: { code } });

/** The options with which the AI SDK calls a model. */
async function callOf(tools: ToolSet) {
  const list = Object.entries(tools).map(([name, { id, args }]) => ({
    type: 'provider' as const,
    id: id as `${string}.${string}`,
    name,
    args: args ?? {},
  }));
  return {
    prompt: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'What is 6 * 7?' }] }],
    tools: list,
  };
}

async function read<Item>(stream: ReadableStream<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of stream as never as AsyncIterable<Item>) items.push(item);
  return items;
}

function wordsOf(parts: { type: string; delta?: string }[]): string {
  return parts.map(({ type, delta }) => (type === 'text-delta' ? delta : '')).join('');
}

/** The warnings and the end are those of other requests. */
function withoutHeading(parts: { type: string }[]) {
  return parts.filter(({ type }) => !['stream-start', 'response-metadata', 'finish'].includes(type));
}

/** The turns of a request's body. */
function conversationIn(body: Record<string, unknown> | undefined): unknown[] {
  const turns = (body?.contents ?? body?.input ?? body?.messages) as { role?: string }[];
  return turns.filter(({ role }) => role !== 'system' && role !== 'developer');
}
