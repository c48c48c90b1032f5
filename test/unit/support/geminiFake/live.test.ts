import { type LiveConnectConfig, type LiveServerMessage, Modality } from '@google/genai';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Script, ScriptedTurn } from '../../../support/geminiFake/script/script.ts';
import { gemini, hello, now, runPython, sdkFor } from './client.ts';

/** The strict fake of the Live API, asked by the SDK and by a bare WebSocket. */

const MODEL = 'gemini-3.8-live';
const FUNCTIONS: LiveConnectConfig = { tools: [{ functionDeclarations: [runPython, now] }] };
const callPython: ScriptedTurn = {
  parts: [{ functionCall: { name: 'run_python', args: { code: 'print(1)' }, id: 'one' } }],
};
const answer = (more: object = {}) => ({ id: 'one', name: 'run_python', response: { output: '1\n' }, ...more });

interface Closed {
  code: number;
  reason: string;
}

/** A session of the SDK with a fake that plays these turns. */
async function open(
  turns: ScriptedTurn[],
  { model = MODEL, config = FUNCTIONS, ...more }: Partial<Script> & { config?: LiveConnectConfig } = {},
) {
  const script = gemini.addScript({ turns, ...more });
  const messages: LiveServerMessage[] = [];
  const closed = vi.fn<(event: Closed) => void>();
  const session = await sdkFor(script).live.connect({
    model,
    config,
    callbacks: { onmessage: (message) => void messages.push(message), onclose: closed },
  });
  const say = (turns: string | object[] = 'Hello') => session.sendClientContent({ turns: turns as string });
  const got = (count: number) => vi.waitFor(() => expect(messages).toHaveLength(count));
  const end = async (): Promise<Closed> => {
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
    const [[event] = []] = closed.mock.calls;
    return { code: event?.code ?? 0, reason: event?.reason ?? '' };
  };
  return { script, session, messages, say, got, end };
}

/** Sends messages as they are. @returns how the server ended the connection */
async function sendRaw(messages: readonly (object | string)[], turns: ScriptedTurn[] = [hello]): Promise<Closed> {
  const script = gemini.addScript({ turns });
  const address = `${script.baseUrl.replace('http', 'ws')}/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=any`;
  const socket = new WebSocket(address);
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise<Closed>((resolve) =>
    socket.once('close', (code: number, reason: Buffer) => resolve({ code, reason: reason.toString() })),
  );
  for (const message of messages) socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  const { code, reason } = await closed;
  expect(script.refusals()).toHaveLength(1);
  return { code, reason };
}

const setup = { setup: { model: `models/${MODEL}` } };

describe('a Live session with the fake', () => {
  it('speaks what a script says: audio and, if it is asked for, its words', async () => {
    const { messages, say, got } = await open([hello], { config: { outputAudioTranscription: {} } });
    say();
    await got(5);
    const [ready, audio, words, generated, complete] = messages;
    expect(ready?.setupComplete).toEqual({});
    expect(audio?.serverContent?.modelTurn?.parts?.[0]?.inlineData?.mimeType).toBe('audio/pcm;rate=24000');
    expect(words?.serverContent).toEqual({ outputTranscription: { text: 'Hello' } });
    expect(generated?.serverContent).toEqual({ generationComplete: true });
    expect(complete?.serverContent).toEqual({ turnComplete: true });
    expect(complete?.usageMetadata?.totalTokenCount).toBeGreaterThan(0);
  });

  it('writes what a script says, if the model can', async () => {
    const model = 'gemini-live-2.5-flash-preview';
    const { messages, say, got } = await open([hello], { model, config: { responseModalities: [Modality.TEXT] } });
    say();
    await got(4);
    expect(messages[1]?.text).toBe('Hello');
  });

  it('waits for the answers to all calls before it goes on', async () => {
    const calls = ['one', 'two'].map((id) => ({ functionCall: { name: 'now', args: {}, id } }));
    const { session, messages, say, got } = await open([{ parts: calls }, hello]);
    say();
    await got(2);
    expect(messages[1]?.toolCall?.functionCalls?.map(({ id }) => id)).toEqual(['one', 'two']);
    session.sendToolResponse({ functionResponses: [answer({ name: 'now' })] });
    session.sendToolResponse({ functionResponses: [answer({ name: 'now', id: 'two' })] });
    await got(5);
  });

  it('gives calls ids as the server does', async () => {
    const { messages, say, got } = await open([{ parts: [{ functionCall: { name: 'now', args: {} } }] }]);
    say();
    await got(2);
    expect(messages[1]?.toolCall?.functionCalls?.[0]?.id).toMatch(/^function-call-\d+$/);
  });

  it('answers words, and speech that has ended, but not speech that goes on', async () => {
    const { session, script, got } = await open([hello, hello]);
    session.sendRealtimeInput({ audio: { mimeType: 'audio/pcm', data: 'AAAA' } });
    session.sendRealtimeInput({ audioStreamEnd: true });
    await got(4);
    session.sendRealtimeInput({ text: 'And?' });
    await got(7);
    expect(script.turnsLeft()).toBe(0);
  });

  it('cancels a call that the model waits for, if the user speaks', async () => {
    const blocking = { tools: [{ functionDeclarations: [{ ...runPython, behavior: 'BLOCKING' }] }] };
    const { messages, say, got, session, end } = await open([callPython, hello], {
      config: blocking as LiveConnectConfig,
    });
    say();
    await got(2);
    say();
    await got(7);
    expect(messages.slice(2, 4)).toMatchObject([
      { serverContent: { interrupted: true } },
      { toolCallCancellation: { ids: ['one'] } },
    ]);
    session.sendToolResponse({ functionResponses: [answer()] });
    expect(await end()).toEqual({ code: 1008, reason: 'Requested entity was not found.' });
  });

  it('sends exact messages, some of them unasked, and closes as the script says', async () => {
    const close = { code: 1011, reason: 'Deadline expired before operation could complete.' };
    const goAway: ScriptedTurn = { messages: [{ goAway: { timeLeft: '1s' } }], unasked: true, close };
    const { messages, end } = await open([{ messages: [{ somethingNew: {} }], unasked: true }, goAway]);
    expect(await end()).toEqual(close);
    expect(messages).toMatchObject([{ setupComplete: {} }, { somethingNew: {} }, { goAway: { timeLeft: '1s' } }]);
  });

  it('breaks the connection where a script cuts it', async () => {
    const { messages, say, end } = await open([{ ...hello, cut: 1 }]);
    say();
    expect((await end()).code).toBe(1006);
    expect(messages).toHaveLength(2);
  });

  it.each([
    ['overloaded', 'The model is overloaded. Please try again later.'],
    ['quota-exceeded', expect.stringMatching(/^You exceeded your current quota/)],
  ] as const)('ends with the words of a failure: %s', async (failure, reason) => {
    const { say, end } = await open([{ failure }]);
    say();
    expect(await end()).toEqual({ code: 1011, reason });
  });

  it('records each message, and the turn that answered it', async () => {
    const { script, say, got } = await open([hello]);
    say('Hi');
    await got(4);
    expect(script.requests()).toMatchObject([
      { api: 'live', method: 'live.setup', model: MODEL },
      { api: 'live', method: 'live.clientContent', turn: 0 },
    ]);
  });

  it('meets the expectations of a script, or keeps the turn', async () => {
    const turn: ScriptedTurn = { ...hello, expect: [{ declares: ['now', 'run_python'] }, { textContains: 'Rome' }] };
    const { script, say, end } = await open([turn]);
    say('Paris?');
    expect((await end()).reason).toMatch(/^fake: expected the text "Rome"/);
    expect(script.turnsLeft()).toBe(1);
  });
});

describe('a session that is resumed', () => {
  it('has a handle, unless functions run', async () => {
    const config = { ...FUNCTIONS, sessionResumption: {} };
    const { session, messages, say, got } = await open([callPython, hello], { config });
    say();
    await got(3);
    session.sendToolResponse({ functionResponses: [answer()] });
    await got(7);
    const updates = messages.flatMap((message) => message.sessionResumptionUpdate ?? []);
    expect(updates).toEqual([{ resumable: false }, { newHandle: expect.any(String), resumable: true }]);
  });

  it.each([
    ['is still open', false, 1011, /still open/],
    ['is not known', true, 1008, /the handle is unknown/],
  ] as const)('is refused if it %s', async (_, isUnknown, code, reason) => {
    const { script, messages, say, got } = await open([hello], { config: { sessionResumption: {} } });
    say();
    await got(5);
    const { newHandle = '' } = messages.at(-1)?.sessionResumptionUpdate ?? {};
    const handle = isUnknown ? 'nobody' : newHandle;
    const again = sdkFor(script).live.connect({
      model: MODEL,
      config: { sessionResumption: { handle } },
      callbacks: { onmessage: () => {} },
    });
    await expect(again).rejects.toThrow(new RegExp(`code ${code}.*${reason.source}`));
  });
});

describe('an ephemeral token', () => {
  it('fixes what its server has set, and is used once', async () => {
    const script = gemini.addScript({ turns: [{ ...hello, expect: [{ declares: ['now'] }], unasked: true }] });
    const tools = [{ functionDeclarations: [now] }];
    const { name = '' } = await sdkFor(script).authTokens.create({
      config: { liveConnectConstraints: { model: MODEL, config: { tools } }, lockAdditionalFields: [] },
    });
    const address = `${script.baseUrl.replace('http', 'ws')}/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContentConstrained?access_token=${name}`;
    const connect = () =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(address);
        socket.once('open', () => socket.send(JSON.stringify(setup)));
        socket.once('message', () => resolve('open'));
        socket.once('close', (_: number, reason: Buffer) => resolve(reason.toString()));
      });
    expect(await connect()).toBe('open');
    expect(await connect()).toBe('API key not valid. Please pass a valid API key.');
    expect(script.turnsLeft()).toBe(0);
  });
});

describe('the fake refuses', () => {
  it.each<[string, (object | string)[], number, RegExp]>([
    ['what is no JSON', ['hello'], 1007, /^Invalid JSON payload received\. Unexpected token\.$/],
    [
      'a field that nobody knows',
      [{ setup: { modle: 'x' } }],
      1007,
      /Unknown name "modle" at 'setup': Cannot find field\./,
    ],
    ['a message with two fields', [{ ...setup, toolResponse: {} }], 1007, /exactly one field/],
    ['words before the setup', [{ clientContent: { turns: [] } }], 1007, /the first message of a session is its setup/],
    ['a second setup', [setup, setup], 1007, /a session has one setup/],
    [
      'a model that is none of the Live API',
      [{ setup: { model: 'models/gemini-3.8-flash' } }],
      1008,
      /^models\/gemini-3\.8-flash is not found for API version v1beta, or is not supported for bidiGenerateContent\. .{1,20}$/,
    ],
    [
      'code execution, which no current model has',
      [{ setup: { ...setup.setup, tools: [{ codeExecution: {} }] } }],
      1007,
      /does not support code execution/,
    ],
    [
      'two modalities',
      [{ setup: { ...setup.setup, generationConfig: { responseModalities: ['AUDIO', 'TEXT'] } } }],
      1007,
      /exactly one response modality/,
    ],
    [
      'words from a model that speaks',
      [{ setup: { ...setup.setup, generationConfig: { responseModalities: ['TEXT'] } } }],
      1007,
      /answers in AUDIO alone/,
    ],
    [
      'a function without a name',
      [{ setup: { ...setup.setup, tools: [{ functionDeclarations: [{}] }] } }],
      1007,
      /Invalid function name/,
    ],
    [
      'an answer to no call',
      [setup, { toolResponse: { functionResponses: [answer()] } }],
      1008,
      /entity was not found/,
    ],
    [
      'a document',
      [setup, { clientContent: { turns: [{ parts: [{ inlineData: { mimeType: 'text/csv', data: '' } }] }] } }],
      1007,
      /no Live model reads documents/,
    ],
    [
      'code of a conversation with another tool',
      [setup, { clientContent: { turns: [{ parts: [{ executableCode: { code: '1' } }] }] } }],
      1007,
      /no codeExecution tool/,
    ],
    [
      'sound that is sent as video',
      [setup, { realtimeInput: { video: { mimeType: 'audio/pcm', data: '' } } }],
      1007,
      /video takes images/,
    ],
  ])('%s', async (_, messages, code, reason) => {
    const closed = await sendRaw(messages);
    expect(closed.code).toBe(code);
    expect(closed.reason).toMatch(reason);
  });

  it.each<[string, object, RegExp]>([
    ['an empty answer', { response: { output: ' ' } }, /the response to run_python is empty/],
    ['an answer of another function', { name: 'now' }, /the response to run_python is named now/],
    ['pictures in an answer', { parts: [{ inlineData: { mimeType: 'image/png', data: '' } }] }, /not on record/],
  ])('%s', async (_, more, reason) => {
    const { session, say, got, end } = await open([callPython, hello]);
    say();
    await got(2);
    session.sendToolResponse({ functionResponses: [answer(more)] });
    expect((await end()).reason).toMatch(reason);
  });

  it('a scheduled answer, if the model takes none', async () => {
    const { session, say, got, end } = await open([callPython, hello], { model: 'gemini-3.8-live-extended-thinking' });
    say();
    await got(2);
    session.sendToolResponse({ functionResponses: [answer({ scheduling: 'WHEN_IDLE' })] });
    expect((await end()).reason).toMatch(/takes no scheduling/);
  });

  it.each([
    ['gemini-3.8-live-extended-thinking', 'BLOCKING'],
    ['gemini-3.1-flash-live-preview', 'NON_BLOCKING'],
  ])('%s with a function that is %s', async (model, behavior) => {
    const tools = [{ functionDeclarations: [{ ...now, behavior }] }];
    await expect(open([], { model, config: { tools } as LiveConnectConfig })).rejects.toThrow(
      new RegExp(`does not take the behavior ${behavior}`),
    );
  });

  it('a turn that is none of the Live API, and a Live turn in a request', async () => {
    const { say, end } = await open([{ chunks: [] }]);
    say();
    expect((await end()).reason).toMatch(/the turn has chunks/);
    const script = gemini.addScript({ turns: [{ messages: [] }] });
    const asking = sdkFor(script).models.generateContent({ model: 'gemini-3.8-flash', contents: 'Hello' });
    await expect(asking).rejects.toThrow(/the turn is one of a Live session/);
  });

  it('an address that it does not know', async () => {
    const socket = new WebSocket(`${gemini.origin.replace('http', 'ws')}/ws/nothing`);
    const failed = new Promise((resolve) => socket.once('error', resolve));
    expect(await failed).toMatchObject({ message: 'Unexpected server response: 404' });
  });
});
