import { describe, expect, test } from 'vitest';
import type { Content, Part } from '../../../support/geminiFake/checks/schema.ts';
import { payloadText } from '../../../support/payloads.ts';
import {
  answerTo,
  collect,
  forSdk,
  functions,
  GEMINI_2,
  hello,
  play,
  post,
  question,
  sdkFor,
  userTurn,
} from './client.ts';

describe('the recorded payloads', () => {
  test('of code execution stream through the SDK as they were recorded', async () => {
    const recorded = payloadText('stream-code-execution.txt');
    const { models } = sdkFor(play({ recorded }));
    const chunks = await collect(await models.generateContentStream({ model: GEMINI_2, contents: 'Hi' }));
    expect(chunks).toHaveLength(6);
    expect(chunks[3]?.codeExecutionResult).toContain('30');

    const response = await post(
      play({ recorded }),
      { contents: [question] },
      { method: 'streamGenerateContent?alt=sse' },
    );
    expect(await response.text()).toBe(recorded);
  });

  test('of a unary answer arrive whole', async () => {
    const { models } = sdkFor(play({ recorded: payloadText('unary-code-execution.json') }));
    const response = await models.generateContent({ model: GEMINI_2, contents: 'Hi' });
    expect(response.codeExecutionResult).toBe('30\n');
    expect(response.usageMetadata?.totalTokenCount).toBe(264);
  });

  test('of an error keep their status, streamed or not', async () => {
    const recorded = payloadText('error-unknown-model.json');
    const { models } = sdkFor(play({ recorded }, { recorded }));
    const request = { model: GEMINI_2, contents: 'Hi' };
    await expect(models.generateContent(request)).rejects.toMatchObject({ status: 404 });
    await expect(models.generateContentStream(request)).rejects.toMatchObject({ status: 404 });
  });

  test('count as issued: their signed parts may come back, unchanged', async () => {
    const script = play({ recorded: payloadText('unary-function-call.json') }, hello);
    const { models } = sdkFor(script);
    const config = { tools: functions };
    const first = await models.generateContent({ model: GEMINI_2, contents: forSdk([question]), config });
    const content = first.candidates?.[0]?.content;
    const call = content?.parts?.find((part) => part.functionCall) as Part;
    const contents = [question, content as Content, userTurn(answerTo(call))];
    expect((await models.generateContent({ model: GEMINI_2, contents: forSdk(contents), config })).text).toBe('Hello');
  });

  test('are not given to a client that asks for the other kind', async () => {
    const stream = payloadText('stream-code-execution.txt');
    const unary = payloadText('unary-code-execution.json');
    const request = { model: GEMINI_2, contents: 'Hi' };
    await expect(sdkFor(play({ recorded: stream })).models.generateContent(request)).rejects.toThrow(
      'the turn is a stream',
    );
    const streaming = sdkFor(play({ recorded: unary })).models.generateContentStream(request);
    await expect(streaming).rejects.toThrow('the turn is one response');
  });
});
