import { APICallError } from '@ai-sdk/provider';
import {
  convertToModelMessages,
  generateText,
  readUIMessageStream,
  streamText,
  toUIMessageStream,
  type UIMessage,
} from 'ai';
import { describe, expect, it } from 'vitest';
import { PIXEL, sandboxThat } from '../sandboxes.ts';
import { gate, text } from '../scriptedModel.ts';
import { play, python, tools } from './play.ts';

describe('a request that fails', () => {
  const failure = (isRetryable: boolean) =>
    new APICallError({
      message: 'Overloaded',
      url: 'https://model.example',
      requestBodyValues: {},
      statusCode: isRetryable ? 503 : 400,
      isRetryable,
    });

  it('is repeated by the AI SDK if it is the first of an answer', async () => {
    const error = failure(true);
    const { model, asked } = play([error, { content: [text('Hello.')] }]);
    await expect(generateText({ model, tools, prompt: 'Hi.', maxRetries: 0 })).rejects.toBe(error);
    expect(asked).toHaveLength(1);
  });

  it.each(['generate', 'stream'])(
    'is repeated alone if code has run by then, and the code does not run again: %s',
    async (type) => {
      const { model, asked, ran } = play([{ content: [python('a')] }, failure(true), { content: [text('Done.')] }]);
      const options = { model, tools, prompt: 'Run.' };
      const answer = type === 'generate' ? (await generateText(options)).text : await streamText(options).text;
      expect(answer).toBe('Done.');
      expect(asked).toHaveLength(3);
      expect(ran).toEqual(['a']);
    },
  );

  it('ends the answer if it keeps failing, and no code runs again', async () => {
    const { model, ran } = play([{ content: [python('a')] }, failure(false)]);
    await expect(generateText({ model, tools, prompt: 'Run.' })).rejects.toMatchObject({
      message: 'Overloaded',
      cause: { statusCode: 400 },
    });
    expect(ran).toEqual(['a']);
  });

  it('is an error in the stream if the stream has begun', async () => {
    const { model } = play([{ content: [text('Now. '), python('a')] }, failure(false)]);
    const errors: unknown[] = [];
    const { fullStream } = streamText({
      model,
      tools,
      prompt: 'Run.',
      onError: ({ error }) => void errors.push(error),
    });
    const types: string[] = [];
    for await (const part of fullStream) types.push(part.type);
    expect(types).toContain('tool-result');
    expect(errors).toMatchObject([{ message: 'Overloaded' }]);
  });

  it('is repeated with a correction if the model could not write its call', async () => {
    const { model, asked, ran } = play([
      { content: [text('So. '), { ...python(''), input: '{"code": "pri' }] },
      { content: [python('print(1)')] },
      { content: [text('Done.')] },
    ]);
    const result = await generateText({ model, tools, prompt: 'Run.' });
    expect(result.text).toBe('So. Done.');
    expect(result.toolCalls).toHaveLength(1);
    expect(ran).toEqual(['print(1)']);
    expect(asked[1]?.prompt.slice(-2)).toMatchObject([
      { role: 'assistant', content: [{ type: 'text', text: 'So. ' }] },
      { role: 'user', content: [{ text: expect.stringContaining('arguments that are valid JSON') }] },
    ]);
  });

  it('stops with the signal of the app, in the middle of a program', async () => {
    const stop = new AbortController();
    const stopped = gate();
    const sandbox = sandboxThat(async (_, { signal }) => {
      signal?.addEventListener('abort', () => stopped.open());
      stop.abort(new Error('Enough.'));
      return new Promise(() => {});
    });
    const { model } = play([{ content: [python('endless()')] }], { sandbox });
    await expect(generateText({ model, tools, prompt: 'Run.', abortSignal: stop.signal })).rejects.toThrow('Enough.');
    await stopped.opened;
  });

  it('ends the program if nobody reads the stream any more', async () => {
    const [begun, stopped] = [gate(), gate()];
    const sandbox = sandboxThat(async (_, { signal }) => {
      signal?.addEventListener('abort', () => stopped.open());
      begun.open();
      return new Promise(() => {});
    });
    const { model } = play([{ content: [text('Now.'), python('endless()')] }], { sandbox });
    const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Run.' }] }];
    const provided = [
      { type: 'provider' as const, id: 'google.code_execution' as const, name: 'code_execution', args: {} },
    ];
    const { stream } = await model.doStream({ prompt, tools: provided });
    const reader = stream.getReader();
    const types: unknown[] = [];
    while (!types.includes('tool-call') && types.length < 20) types.push((await reader.read()).value?.type);
    expect(types).toContain('tool-call');
    const next = reader.read();
    await begun.opened;
    await reader.cancel();
    await stopped.opened;
    await next;
  });
});

describe('a chat in the messages of a user interface', () => {
  it('goes back with its code, results and pictures', async () => {
    const display = { source: 'figure', data: { 'image/png': PIXEL } };
    const sandbox = sandboxThat(async () => ({
      ok: true,
      status: 'ok',
      output: 'drawn\n',
      results: [display],
      files: [],
    }));
    const { model, asked } = play(
      [
        {
          content: [
            text('Drawing. '),
            { ...python('plot()'), providerMetadata: { google: { thoughtSignature: 'SIGNED' } } },
          ],
        },
        { content: [text('Red.')] },
        { content: [text('Still red.')] },
      ],
      { sandbox },
    );
    const stream = toUIMessageStream({ stream: streamText({ model, tools, prompt: 'Draw.' }).fullStream });
    let message: UIMessage | undefined;
    for await (const latest of readUIMessageStream({ stream })) message = latest;
    expect(message?.parts.map(({ type }) => type)).toEqual([
      'step-start',
      'text',
      'tool-code_execution',
      'file',
      'text',
    ]);
    const question: UIMessage = { id: '1', role: 'user', parts: [{ type: 'text', text: 'Draw.' }] };
    const stored: UIMessage[] = JSON.parse(JSON.stringify([question, message]));
    const messages = await convertToModelMessages(stored, { tools });
    await generateText({ model, tools, messages: [...messages, { role: 'user', content: 'Sure?' }] });
    expect(asked[2]?.prompt.slice(1)).toMatchObject([
      { role: 'user' },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Drawing. ' },
          {
            toolName: 'run_python',
            input: { code: 'plot()' },
            providerOptions: { google: { thoughtSignature: 'SIGNED' } },
          },
        ],
      },
      {
        role: 'tool',
        content: [
          {
            output: {
              type: 'content',
              value: [{ text: 'OUTCOME_OK\ndrawn\n' }, { type: 'file', data: { data: PIXEL } }],
            },
          },
        ],
      },
      { role: 'assistant', content: [{ type: 'text', text: 'Red.' }] },
      { role: 'user' },
    ]);
  });
});
