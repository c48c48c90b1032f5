import {
  AbstractChat,
  type ChatInit,
  type ChatState,
  type ChatStatus,
  type ChatTransport,
  convertToModelMessages,
  type InferUITools,
  lastAssistantMessageIsCompleteWithToolCalls,
  streamText,
  toUIMessageStream,
  type UIMessage,
} from 'ai';
import { describe, expect, it } from 'vitest';
import { answerToolCall } from '../../../src/aiSdk/answerToolCall.ts';
import { codeToolDefinition } from '../../../src/aiSdk/definition.ts';
import type { CodeToolOutput } from '../../../src/aiSdk/output.ts';
import { aiSdkTool } from '../../../src/aiSdk/tool.ts';
import { scriptedSandbox } from '../gemini/client/play.ts';
import { PIXEL, sandboxThat } from './sandboxes.ts';
import { callOf, gate, latestMessage, type ScriptedTurn, scriptedModel, text } from './scriptedModel.ts';

/** The tools of the server's route, which runs none of them. */
const declared = { run_python: codeToolDefinition() };
type Message = UIMessage<unknown, never, InferUITools<typeof declared>>;

/** A server's route that answers with a scripted model. */
function routeOf(turns: ScriptedTurn[]) {
  const { model, asked } = scriptedModel(turns);
  const transport: ChatTransport<Message> = {
    sendMessages: async ({ messages }) => {
      // As over the wire.
      const received: Message[] = JSON.parse(JSON.stringify(messages));
      const prompt = await convertToModelMessages(received, { tools: declared });
      const { fullStream } = streamText({ model, tools: declared, messages: prompt });
      return toUIMessageStream({ stream: fullStream }) as never;
    },
    reconnectToStream: async () => null,
  };
  return { transport, asked };
}

/** A chat without a framework. */
class TestChat extends AbstractChat<Message> {
  constructor(init: ChatInit<Message>) {
    const state: ChatState<Message> = {
      status: 'ready' as ChatStatus,
      error: undefined,
      messages: [],
      pushMessage: (message) => void state.messages.push(message),
      popMessage: () => void state.messages.pop(),
      replaceMessage: (index, message) => void state.messages.splice(index, 1, message),
      snapshot: (value) => structuredClone(value),
    };
    super({ ...init, state });
  }
}

describe("the browser's half of a tool that a server declares", () => {
  it('runs the code, and the server sends the model its output and pictures', async () => {
    const display = { source: 'figure', data: { 'image/png': PIXEL } };
    const sandbox = sandboxThat(async () => ({
      ok: true,
      status: 'ok',
      output: 'drawn\n',
      results: [display],
      files: [],
    }));
    const { transport, asked } = routeOf([
      { content: [callOf('run_python', { code: 'plot()' })] },
      { content: [text('Red.')] },
    ]);
    const finished = gate();
    const chat = new TestChat({
      transport,
      sendAutomaticallyWhen: lastAssistantMessageIsCompleteWithToolCalls,
      onToolCall: ({ toolCall }) =>
        void answerToolCall(toolCall, {
          tools: { run_python: aiSdkTool({ sandbox }) },
          addToolOutput: chat.addToolOutput,
        }),
      onFinish: ({ message }) =>
        message.parts.some((part) => part.type === 'text' && part.text === 'Red.') && finished.open(),
    });
    await chat.sendMessage({ text: 'Draw.' });
    await finished.opened;
    expect(latestMessage(asked)).toMatchObject({
      role: 'tool',
      content: [
        { output: { type: 'content', value: [{ text: 'drawn\n' }, { type: 'file', mediaType: 'image/png' }] } },
      ],
    });
  });

  it.each([
    ['of another tool', { toolName: 'weather' }],
    ['that the server made up', { toolName: 'run_python', dynamic: true }],
    ['with the name of a property', { toolName: 'toString' }],
  ])('leaves a call %s alone', (_, call) => {
    const { sandbox, ran } = scriptedSandbox();
    const options = { tools: { run_python: aiSdkTool({ sandbox }) }, addToolOutput: () => expect.unreachable() };
    expect(answerToolCall({ toolCallId: '1', input: { code: '1' }, ...call }, options)).toBe(false);
    expect(ran).toEqual([]);
  });

  it('gives an error if the code could not run, and the output so far while it does', async () => {
    const added = gate();
    const outputs: CodeToolOutput[] = [];
    const sandbox = sandboxThat(async (_, { onOutput }) => {
      onOutput?.({ stream: 'stdout', text: 'one\n' } as never);
      throw new Error('The worker died.');
    });
    const isOurs = answerToolCall(
      { toolCallId: '1', toolName: 'run_python', input: { code: 'crash()' } },
      {
        tools: { run_python: aiSdkTool({ sandbox }) },
        addToolOutput: added.open,
        onOutput: (output) => outputs.push(output),
      },
    );
    expect(isOurs).toBe(true);
    const error = { state: 'output-error', tool: 'run_python', toolCallId: '1', errorText: 'The worker died.' };
    expect(await added.opened).toEqual(error);
    expect(outputs).toMatchObject([{ status: 'running', output: 'one\n' }]);
  });
});

describe('the definition of the tool', () => {
  it('has no execute, and refuses what is no output', () => {
    const { outputSchema, inputSchema, ...definition } = codeToolDefinition({
      language: 'javascript',
      description: 'Runs JS.',
    });
    expect(definition).toEqual({ description: 'Runs JS.', toModelOutput: expect.any(Function) });
    const output = { status: 'ok', output: '42\n', images: [], files: [] };
    expect(outputSchema['~standard'].validate(output)).toEqual({ value: output });
    for (const wrong of [
      null,
      { ...output, status: 'new' },
      { ...output, output: 1 },
      { ...output, images: [{ mediaType: 'text/html', data: '' }] },
    ])
      expect(outputSchema['~standard'].validate(wrong).issues).toHaveLength(1);
    expect(inputSchema['~standard'].validate({ code: 1 }).issues).toHaveLength(1);
  });
});
