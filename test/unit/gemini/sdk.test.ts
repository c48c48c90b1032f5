import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Content, GenerateContentParameters, GenerateContentResponse, Models, Part } from '@google/genai';
import * as inNode from '@google/genai';
import * as inBrowsers from '@google/genai/web';
import { describe, expect, it, vi } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };

/** What this library relies on in the SDK beyond its documentation. Where a new version changes it, this is what fails first. */

const MODEL = 'gemini-3-flash-preview';
const user = (text: string): Content => ({ role: 'user', parts: [{ text }] });
const said = (parts: Part[], more: object = {}) => ({ candidates: [{ content: { role: 'model', parts }, ...more }] });
const STOP = { finishReason: 'STOP' };

const file = (path: string) => new URL(path, import.meta.url);

describe('the version of the SDK', () => {
  it('is in the range of those that are supported, which the documentation names', () => {
    const [oldest, newest] = packageJson.peerDependencies['@google/genai'].split(' || ');
    expect(oldest).toMatch(/^\^2\.\d+\.0$/);
    expect(newest).toBe(packageJson.devDependencies['@google/genai'].replace('~', '^'));
    const page = readFileSync(file('../../../docs/getting-started-library.md'), 'utf8');
    expect(page).toContain(`\`@google/genai\` ${oldest?.slice(1)} or later`);
  });

  it('is the one that these tests were written for', () => {
    const entry = createRequire(import.meta.url).resolve('@google/genai');
    const { version } = JSON.parse(readFileSync(entry.replace(/dist\/.*$/, 'package.json'), 'utf8'));
    expect(version).toMatch(/^3\.1\./);
  });

  it('is used without its private members: nothing of the SDK is cast, but what Chats never uses', () => {
    const sources = readdirSync(file('../../../src/'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      // The adapters of other models only use the types of its parts.
      .filter((path) => /^(answer|gemini|chat)\//.test(path))
      .map((path) => readFileSync(file(`../../../src/${path}`), 'utf8'))
      .filter((source) => source.includes("'@google/genai'"));
    expect(sources.length).toBeGreaterThan(10);
    const casts = sources.flatMap(
      (source) => source.match(/^(?!\s*[/*]).*(\bas (never|unknown|any)[;,).\s]|@ts-|biome-ignore).*/gm) ?? [],
    );
    expect(casts.map((line) => line.trim())).toEqual([
      'const chatsOf = (models: Models) => new Chats(models, undefined as never);',
    ]);
  });
});

describe.each([
  ['Node', inNode],
  ['browsers', inBrowsers as unknown as typeof inNode],
])('the SDK for %s', (_, { ApiError, Chats, GenerateContentResponse: Response, GoogleGenAI, Models: ModelsClass }) => {
  /** A client whose requests are answered with these bodies. */
  function connect(...bodies: (object | string | (() => Promise<globalThis.Response>))[]) {
    const requests: { url: string; body: Record<string, unknown> }[] = [];
    const answers = bodies.values();
    const fetch = async (url: string | URL | Request, init?: RequestInit) => {
      requests.push({ url: String(url), body: JSON.parse(String(init?.body ?? '{}')) });
      init?.signal?.throwIfAborted();
      const answer = answers.next().value ?? said([{ text: 'Hello.' }], STOP);
      if (typeof answer === 'function') return answer();
      return new globalThis.Response(typeof answer === 'string' ? answer : JSON.stringify(answer));
    };
    const ai = new GoogleGenAI({ apiKey: 'test', httpOptions: { fetch: fetch as never } });
    return { ai, requests };
  }

  const events = (...payloads: object[]) =>
    payloads.map((payload) => `data: ${JSON.stringify(payload)}\r\n\r\n`).join('');
  const refuse = (status: number, body: object) => async () => globalThis.Response.json(body, { status });
  const ask = { model: MODEL, contents: 'Hello?' };

  async function collect(chunks: AsyncIterable<GenerateContentResponse>) {
    const collected: GenerateContentResponse[] = [];
    for await (const chunk of chunks) collected.push(chunk);
    return collected;
  }

  /** A chat whose model gives these chunks, and what it was asked. */
  function chatWith(chunks: object[], config: object = {}) {
    const asked: GenerateContentParameters[] = [];
    const models: Pick<Models, 'generateContent' | 'generateContentStream'> = {
      generateContent: async (params) => {
        asked.push(params);
        return Object.assign(new Response(), chunks[0]);
      },
      generateContentStream: async (params) => {
        asked.push(params);
        return (async function* () {
          for (const chunk of chunks) yield Object.assign(new Response(), chunk);
        })();
      },
    };
    const chat = new Chats(models as Models, undefined as never).create({ model: MODEL, config });
    return { chat, asked };
  }

  describe('models', () => {
    it('has what asks a model as properties of the object itself, which an object that inherits from it can have anew', async () => {
      const { ai, requests } = connect();
      expect(Object.keys(ai.models)).toEqual(expect.arrayContaining(['generateContent', 'generateContentStream']));
      const generateContent = vi.fn(async () => new Response());
      const models: Models = Object.assign(Object.create(ai.models), { generateContent });
      await models.generateContent(ask);
      expect(generateContent).toHaveBeenCalledOnce();
      expect(requests).toEqual([]);
      await ai.models.generateContent(ask);
      expect(requests).toHaveLength(1);
      expect(models).toBeInstanceOf(ModelsClass);
    });

    it('lets such an object have all else from the original', async () => {
      const { ai, requests } = connect({ totalTokens: 3 }, events(said([{ text: 'Hello.' }], STOP)));
      expect(await Object.create(ai.models).countTokens(ask)).toMatchObject({ totalTokens: 3 });
      await collect(await Object.create(ai).models.generateContentStream(ask));
      expect(requests).toHaveLength(2);
    });

    it('streams chunks of the class that unary responses have', async () => {
      const { ai } = connect(events(said([{ text: 'Hello.' }], STOP)));
      const [chunk] = await collect(await ai.models.generateContentStream(ask));
      expect(chunk).toBeInstanceOf(Response);
    });
  });

  describe('a chat', () => {
    it('asks the models that it was made with, with the history, the message and the config', async () => {
      const config = { temperature: 0 };
      const { chat, asked } = chatWith([said([{ text: 'Hello.' }], STOP)], config);
      await chat.sendMessage({ message: 'Hello?' });
      await collect(await chat.sendMessageStream({ message: 'And?' }));
      const answer = { role: 'model', parts: [{ text: 'Hello.' }] };
      expect(asked).toEqual([
        { model: MODEL, contents: [user('Hello?')], config },
        { model: MODEL, contents: [user('Hello?'), answer, user('And?')], config },
      ]);
    });

    it('records the content of a unary response as it is', async () => {
      const parts: Part[] = [{ text: '', thoughtSignature: 'AAAA' }, { executableCode: { id: 'a', code: '1' } }];
      const { chat } = chatWith([said(parts)]);
      await chat.sendMessage({ message: 'Hello?' });
      expect(chat.getHistory(true)).toEqual([user('Hello?'), { role: 'model', parts }]);
    });

    it('records each chunk of a stream as a content of its own, of which one may be nothing but empty text', async () => {
      const { chat } = chatWith([said([{ text: 'Hel' }]), said([{ text: 'lo.' }]), said([{ text: '' }], STOP)]);
      await collect(await chat.sendMessageStream({ message: 'Hello?' }));
      expect(chat.getHistory(true).map(({ parts }) => parts?.[0]?.text)).toEqual(['Hello?', 'Hel', 'lo.', '']);
    });

    it.each([
      ['a chunk without parts', [said([{ text: 'Hello.' }]), said([], STOP)]],
      ['a chunk with an empty part', [said([{}]), said([{ text: '' }], STOP)]],
      ['a chunk without a candidate', [said([{ text: 'Hello.' }]), { usageMetadata: {} }, said([{ text: '' }], STOP)]],
      ['no finish reason', [said([{ text: 'Hello.' }])]],
    ])('forgets a streamed turn with %s', async (__, chunks) => {
      const { chat } = chatWith(chunks);
      await collect(await chat.sendMessageStream({ message: 'Hello?' }));
      expect(chat.getHistory(true)).toEqual([]);
    });

    it('gives copies of its history', async () => {
      const { chat } = chatWith([said([{ text: 'Hello.' }], STOP)]);
      await chat.sendMessage({ message: 'Hello?' });
      expect(chat.getHistory()[0]).not.toBe(chat.getHistory()[0]);
    });
  });

  it('has getters that work on responses that were put together here', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const parts: Part[] = [
      { text: 'Thinking', thought: true },
      { text: 'One' },
      { executableCode: { code: 'print(1)' } },
      { codeExecutionResult: { output: '1\n' } },
      { inlineData: { mimeType: 'image/png', data: 'AAAA' } },
      { functionCall: { name: 'get_sales' } },
      { text: '.' },
    ];
    const response = Object.assign(new Response(), said(parts));
    const { text, executableCode, codeExecutionResult, functionCalls, data } = response;
    warn.mockRestore();
    expect({ text, executableCode, codeExecutionResult, functionCalls, data }).toEqual({
      text: 'One.',
      executableCode: 'print(1)',
      codeExecutionResult: '1\n',
      functionCalls: [{ name: 'get_sales' }],
      data: 'AAAA',
    });
  });

  describe('the wire', () => {
    const picture = { inlineData: { mimeType: 'image/png', data: 'AAAA' } };
    const parts: [string, object][] = [
      [
        'pictures in a function response',
        { functionResponse: { id: 'a', name: 'run', response: {}, parts: [picture] } },
      ],
      ['a picture', picture],
      ['a signature', { text: '', thoughtSignature: 'AAAA' }],
      ['a thought', { text: 'Hm.', thought: true }],
      ['the id of a call', { functionCall: { id: 'a', name: 'run', args: { code: '1' } } }],
      ['the id of code', { executableCode: { id: 'a', language: 'PYTHON', code: '1' } }],
      ['the id of a result', { codeExecutionResult: { id: 'a', outcome: 'OUTCOME_OK', output: '1' } }],
      ['a search that Google has run', { toolCall: { id: 'a', toolType: 'GOOGLE_SEARCH_WEB', args: {} } }],
      ['what it found', { toolResponse: { id: 'a', toolType: 'GOOGLE_SEARCH_WEB', response: {} } }],
    ];

    it.each(parts)('gets %s as it is', async (__, part) => {
      const { ai, requests } = connect();
      await ai.models.generateContent({ model: MODEL, contents: [{ role: 'user', parts: [part] }] });
      expect(requests[0]?.body).toEqual({ contents: [{ role: 'user', parts: [part] }] });
    });

    it.each([...parts, ['a part that the SDK does not know', { hologram: { depth: 3 } }] as [string, object]])(
      'gives %s as it is',
      async (__, part) => {
        const { ai } = connect(said([part]), events(said([part])));
        const unary = await ai.models.generateContent(ask);
        const [chunk] = await collect(await ai.models.generateContentStream(ask));
        for (const response of [unary, chunk]) expect(response?.candidates?.[0]?.content?.parts).toEqual([part]);
      },
    );

    it('gets the flag for tools that Google runs beside functions', async () => {
      const { ai, requests } = connect();
      const toolConfig = { includeServerSideToolInvocations: true };
      await ai.models.generateContent({ ...ask, config: { tools: [{ googleSearch: {} }], toolConfig } });
      expect(requests[0]?.body).toMatchObject({ tools: [{ googleSearch: {} }], toolConfig });
    });

    it('gets the name of a file if that is not taken away before', async () => {
      const { ai, requests } = connect();
      const part = { inlineData: { ...picture.inlineData, displayName: 'a.png' } };
      await ai.models.generateContent({ model: MODEL, contents: [{ role: 'user', parts: [part] }] });
      expect(requests[0]?.body).toEqual({ contents: [{ role: 'user', parts: [part] }] });
    });

    it('gets nothing of a part that the SDK does not know', async () => {
      const { ai, requests } = connect();
      const part = { text: 'Hm.', hologram: { depth: 3 } };
      await ai.models.generateContent({ model: MODEL, contents: [{ role: 'user', parts: [part] }] });
      expect(requests[0]?.body).toEqual({ contents: [{ role: 'user', parts: [{ text: 'Hm.' }] }] });
    });

    it('loses the message of a finish reason', async () => {
      const { ai } = connect(said([{ text: 'Hm.' }], { ...STOP, finishMessage: 'Enough.' }));
      const response = await ai.models.generateContent(ask);
      expect(response.candidates?.[0]).toMatchObject(STOP);
      expect(response.candidates?.[0]).not.toHaveProperty('finishMessage');
    });
  });

  describe('a request that fails', () => {
    const BODY = {
      error: { code: 429, message: 'Slow down.', status: 'RESOURCE_EXHAUSTED', details: [{ retryDelay: '3s' }] },
    };

    it('is made once, and rejects with the status, and with the body as the message', async () => {
      const { ai, requests } = connect(refuse(429, BODY));
      const error = await ai.models.generateContent(ask).catch((reason) => reason);
      expect(error).toBeInstanceOf(ApiError);
      expect(error).toMatchObject({ name: 'ApiError', status: 429 });
      expect(JSON.parse(error.message)).toEqual(BODY);
      expect(requests).toHaveLength(1);
    });

    it('rejects the call of a stream too, not the loop over its chunks', async () => {
      const { ai } = connect(refuse(503, { error: { code: 503 } }));
      await expect(ai.models.generateContentStream(ask)).rejects.toMatchObject({ status: 503 });
    });

    it('in the middle of a stream rejects with the code of the error', async () => {
      const error = { error: { code: 503, message: 'Overloaded.', status: 'UNAVAILABLE' } };
      const { ai } = connect(events(said([{ text: 'Hel' }]), error));
      const chunks = await ai.models.generateContentStream(ask);
      const reason = await collect(chunks).catch((failure) => failure);
      expect(reason).toBeInstanceOf(ApiError);
      expect(reason).toMatchObject({ status: 503, message: expect.stringContaining('got status: UNAVAILABLE.') });
    });

    it('when a stream breaks off in the middle of a message says so in these words', async () => {
      const { ai } = connect(`${events(said([{ text: 'Hel' }]))}data: {"candidates": [`);
      const chunks = await ai.models.generateContentStream(ask);
      await expect(collect(chunks)).rejects.toThrow(/^Incomplete JSON segment at the end$/);
    });

    it('is not told of if a stream ends between messages', async () => {
      const { ai } = connect(events(said([{ text: 'Hel' }])));
      expect(await collect(await ai.models.generateContentStream(ask))).toHaveLength(1);
    });

    it('because it was aborted rejects with an AbortError', async () => {
      const { ai } = connect();
      const config = { abortSignal: AbortSignal.abort() };
      await expect(ai.models.generateContent({ ...ask, config })).rejects.toMatchObject({ name: 'AbortError' });
      await expect(ai.models.generateContentStream({ ...ask, config })).rejects.toMatchObject({ name: 'AbortError' });
    });
  });

  describe('a tool that brings its function', () => {
    const call = { functionCall: { name: 'look_up', args: {} } };

    it('is told by its method callTool, and called with the calls of the model', async () => {
      const { ai, requests } = connect(said([call], STOP));
      const callTool = vi.fn(async () => [{ functionResponse: { name: 'look_up', response: { output: 1 } } }]);
      const tool = { tool: async () => ({ functionDeclarations: [{ name: 'look_up' }] }), callTool };
      await ai.models.generateContent({ ...ask, config: { tools: [tool] } });
      expect(callTool).toHaveBeenCalledWith([call.functionCall]);
      expect(requests).toHaveLength(2);
    });

    it('is not to stand beside declarations of functions: so they are not handed on to the SDK', async () => {
      const { ai } = connect();
      const tool = { tool: async () => ({ functionDeclarations: [{ name: 'look_up' }] }), callTool: async () => [] };
      const tools = [tool, { functionDeclarations: [{ name: 'run_python' }] }];
      await expect(ai.models.generateContent({ ...ask, config: { tools } })).rejects.toThrow(/Incompatible tools/);
    });
  });
});
