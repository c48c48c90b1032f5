import { describe, expect, test, vi } from 'vitest';
import type { RpcStatus } from '../../../support/geminiFake/errors.ts';
import { startFakeGemini } from '../../../support/geminiFake/server.ts';
import { payloadText } from '../../../support/payloads.ts';
import { callNow, errorOf, functions, GEMINI_2, gemini, hello, play, post, question, sdkFor } from './client.ts';

describe('time and trouble', () => {
  test('chunks come at their pace: one does not wait for the next', async () => {
    const anHour = 3_600_000;
    const { models } = sdkFor(play({ parts: [{ text: 'a' }, { text: 'b' }], delayMs: [0, anHour] }));
    const abort = new AbortController();
    const config = { abortSignal: abort.signal };
    const stream = await models.generateContentStream({ model: GEMINI_2, contents: 'Hi', config });
    expect((await stream.next()).value?.text).toBe('a');
    abort.abort();
    await expect(stream.next()).rejects.toThrow();
  });

  test('a cut stream gives its first chunks, then fails', async () => {
    const { models } = sdkFor(play({ parts: [{ text: 'a' }, { text: 'b' }, { text: 'c' }], cut: 2 }));
    const texts: (string | undefined)[] = [];
    const read = async () => {
      const stream = await models.generateContentStream({ model: GEMINI_2, contents: 'Hi' });
      for await (const chunk of stream) texts.push(chunk.text);
    };
    await expect(read()).rejects.toThrow();
    expect(texts).toEqual(['a', 'b']);
  });

  test('a cut unary answer fails', async () => {
    const { models } = sdkFor(play({ ...hello, cut: 0 }));
    await expect(models.generateContent({ model: GEMINI_2, contents: 'Hi' })).rejects.toThrow();
  });

  test('a client that gives up on a hanging turn is noticed', async () => {
    const script = play({ hang: true });
    const abort = new AbortController();
    const answer = sdkFor(script).models.generateContent({
      model: GEMINI_2,
      contents: 'Hi',
      config: { abortSignal: abort.signal },
    });
    await vi.waitFor(() => expect(script.requests()).toHaveLength(1));
    abort.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(script.requests()[0]?.aborted).toBe(true));
  });

  test('closing does not wait for a hanging turn, and may be done twice', async () => {
    const own = await startFakeGemini();
    const script = own.addScript({ turns: [{ hang: true }] });
    const answer = sdkFor(script).models.generateContent({ model: GEMINI_2, contents: 'Hi' });
    answer.catch(() => {});
    await vi.waitFor(() => expect(script.requests()).toHaveLength(1));
    await own.close();
    await own.close();
    await own[Symbol.asyncDispose]();
    await expect(answer).rejects.toThrow();
  });

  test('no connection is kept, so that a browser has none to send a request twice on', async () => {
    const response = await post(play(hello), { contents: [question] });
    expect(response.headers.get('connection')).toBe('close');
  });

  test('a key may be in the address', async () => {
    const body = JSON.stringify({ contents: [question] });
    const url = `${play(hello).baseUrl}/v1/models/${GEMINI_2}:generateContent?key=test`;
    expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
  });

  test('a page of any origin may call', async () => {
    const preflight = await fetch(`${play().baseUrl}/v1/models/${GEMINI_2}:generateContent`, {
      method: 'OPTIONS',
      headers: {
        origin: 'null',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-goog-api-client,x-goog-api-key',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-goog-api-key');
    const refused = await post(play(), {});
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('keys, models and methods', () => {
  test('a missing or invalid key is refused as the real server refuses it', async () => {
    const recorded = JSON.parse(payloadText('error-api-key.json')) as { error: RpcStatus };
    for (const key of ['', 'invalid']) {
      const error = await errorOf(await post(play(hello), { contents: [question] }, { key }));
      expect(error.message).toBe(recorded.error.message);
      expect(error.details?.slice(0, 2)).toEqual(recorded.error.details?.slice(0, 2));
    }
  });

  test('an unknown model is not found', async () => {
    const { models } = sdkFor(play(hello));
    const answer = models.generateContent({ model: 'gpt-9', contents: 'Hi' });
    await expect(answer).rejects.toThrow('models/gpt-9 is not found for API version v1');
    await expect(answer).rejects.toMatchObject({ status: 404 });
  });

  test('an alias is a Gemini 3 model', async () => {
    const script = play({ parts: [callNow] });
    const response = await post(script, { contents: [question], tools: functions }, { model: 'gemini-flash-latest' });
    expect(await response.text()).toContain('thoughtSignature');
  });

  test('an unknown method, script or path is not found', async () => {
    const embed = await post(play(hello), { contents: [question] }, { method: 'embedContent' });
    expect((await errorOf(embed)).message).toContain('not supported for embedContent');
    expect((await fetch(`${gemini.origin}/scripts/none/requests`)).status).toBe(404);
    expect((await fetch(`${play().baseUrl}/v1/nothing`, { method: 'POST' })).status).toBe(404);
  });

  test('a version of the API that does not exist is not found', async () => {
    const { baseUrl } = play(hello);
    const ask = (version: string) =>
      fetch(`${baseUrl}/${version}/models/${GEMINI_2}:generateContent`, {
        method: 'POST',
        headers: { 'x-goog-api-key': 'test' },
        body: JSON.stringify({ contents: [question] }),
      });
    expect((await ask('v2')).status).toBe(404);
    expect((await ask('v1beta')).status).toBe(200);
  });

  test('a stream has to be asked for as server-sent events', async () => {
    const response = await post(play(hello), { contents: [question] }, { method: 'streamGenerateContent' });
    expect((await errorOf(response)).message).toContain('alt=sse');
  });
});
