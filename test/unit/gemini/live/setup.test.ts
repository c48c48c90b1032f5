import { GoogleGenAI, type LiveConnectConfig } from '@google/genai';
import { describe, expect, it, vi } from 'vitest';
import type { LocalCodeExecution } from '../../../../src/answer/options.ts';
import { codeExecutionDeclarations, type LocalPythonOptions, withLocalPython } from '../../../../src/entries/index.ts';
import { InvalidOptionError } from '../../../../src/errors.ts';
import {
  kindsOf,
  liveClient,
  MODEL,
  openLive,
  responsesIn,
  runPython,
  SAYS_42,
  sandboxThat,
  setupOf,
  turnComplete,
} from './openLive.ts';

const ASKED = [{ parts: [runPython('print(6 * 7)')] }, SAYS_42];
const toolsOf = (script: Parameters<typeof setupOf>[0]) => setupOf(script).tools;
const withTool = (codeExecution: LocalCodeExecution): LiveConnectConfig => ({ tools: [{ codeExecution }] });

describe('where the code of a session runs', () => {
  it('is the sandbox in the mode auto, since no Live model runs code on the server', async () => {
    const { script, messages, ask } = await openLive(ASKED, { mode: 'auto' });
    ask();
    await turnComplete(messages);
    expect(responsesIn(script)).toHaveLength(1);
  });

  it.each<[string, Partial<LocalPythonOptions>, LiveConnectConfig]>([
    ['of the client', { mode: 'server' }, withTool({})],
    ['of the session', {}, withTool({ mode: 'server', timeout: 5000 })],
  ])('is the server in the mode server %s: the session is that of the SDK', async (_, options, config) => {
    const model = 'gemini-live-2.5-flash-preview';
    const { connect, original, script } = liveClient([], { model, config, ...options });
    const session = await connect();
    await connect(withTool({}), original);
    const [ours, theirs] = script.requests().map(({ body }) => body);
    expect(ours).toEqual(theirs);
    expect(toolsOf(script)).toEqual([{ codeExecution: {} }]);
    expect(Object.keys(session)).not.toContain('sendClientContent');
  });

  it('is what the session says, if the client says otherwise', async () => {
    const { script, messages, ask } = await openLive(ASKED, { mode: 'server', config: withTool({ mode: 'local' }) });
    ask();
    await turnComplete(messages);
    expect(responsesIn(script)).toHaveLength(1);
  });

  it('does not matter to a session without code execution, which is that of the SDK', async () => {
    const { connect, original, script } = liveClient([], { config: { tools: [{ googleSearch: {} }] } });
    const session = await connect();
    await connect({}, original);
    const [ours, theirs] = script.requests().map(({ body }) => body);
    expect(ours).toEqual(theirs);
    expect(Object.keys(session)).not.toContain('sendClientContent');
  });

  it('is a sandbox of its own, if it asks for one, which is closed with the session', async () => {
    const closed = vi.fn(async () => {});
    const own = Object.assign(
      sandboxThat(() => 'own\n'),
      { close: closed },
    );
    const shared = Object.assign(
      sandboxThat(() => 'shared\n'),
      { createAnother: async () => own },
    );
    const config = withTool({ sandbox: 'chat' });
    const { session, script, messages, ask } = await openLive(ASKED, { sandbox: shared, config });
    ask();
    await turnComplete(messages);
    expect(responsesIn(script)[0]?.response).toMatchObject({ output: 'own\n' });
    expect(closed).not.toHaveBeenCalled();
    session.close();
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  });
});

describe('the options of a session', () => {
  it.each([
    [MODEL, 'BLOCKING'],
    [MODEL, 'NON_BLOCKING'],
    ['gemini-3.8-live-extended-thinking', 'NON_BLOCKING'],
    ['gemini-3.1-flash-live-preview', 'BLOCKING'],
  ] as const)('declare for %s a function that is %s', async (model, behavior) => {
    const { script } = await openLive([], { model, config: withTool({ behavior }) });
    expect(toolsOf(script)).toMatchObject([{ functionDeclarations: [{ name: 'run_python', behavior }] }]);
    expect(script.refusals()).toEqual([]);
  });

  it.each([
    [
      'gemini-3.8-live-extended-thinking',
      'BLOCKING',
      /takes no functions that are BLOCKING\. Leave `behavior` out, or use NON_BLOCKING/,
    ],
    ['gemini-3.1-flash-live-preview', 'NON_BLOCKING', /takes no functions that are NON_BLOCKING\. .*or use BLOCKING/],
    [MODEL, 'SOMETIMES' as 'BLOCKING', /`behavior`/],
  ] as const)('refuse for %s what its functions cannot be: %s', async (model, behavior, message) => {
    const { connect, script } = liveClient([], { model, config: withTool({ behavior }) });
    await expect(connect()).rejects.toThrow(InvalidOptionError);
    await expect(connect()).rejects.toThrow(message);
    expect(script.requests()).toEqual([]);
  });

  it('refuse an option that does not exist', async () => {
    const { connect } = liveClient([], { config: withTool({ timout: 5 } as LocalCodeExecution) });
    await expect(connect()).rejects.toThrow(/has no option `timout`/);
  });

  it('refuse to resume an answer, and name what resumes a session', async () => {
    const { connect, script } = liveClient([], { config: withTool({ resume: {} as never }) });
    await expect(connect()).rejects.toThrow(/A Live session goes on with `config\.sessionResumption`/);
    expect(script.requests()).toEqual([]);
  });

  it('declare JavaScript too, whose programs run as such', async () => {
    const languages: string[] = [];
    const call = { functionCall: { name: 'run_javascript', args: { code: '6 * 7' }, id: 'one' } };
    const { script, messages, ask } = await openLive([{ parts: [call] }, SAYS_42], {
      languages: ['PYTHON', 'JAVASCRIPT'],
      run: (_, { language = '' }) => `${languages.push(language)}`,
    });
    ask();
    await turnComplete(messages);
    expect(languages).toEqual(['javascript']);
    expect(toolsOf(script)).toMatchObject([
      { functionDeclarations: [{ name: 'run_python' }, { name: 'run_javascript' }] },
    ]);
  });

  it('avoid the names of functions of the app, whose calls stay its own', async () => {
    const own = { functionDeclarations: [{ name: 'run_python' }] };
    const { script, messages, ask } = await openLive([{ parts: [runPython('1')] }], {
      config: { tools: [own, { codeExecution: {} }] },
    });
    ask();
    await expect.poll(() => messages.some(({ toolCall }) => toolCall)).toBe(true);
    expect(toolsOf(script)).toMatchObject([own, { functionDeclarations: [{ name: 'run_python_here' }] }]);
    expect(kindsOf(messages)).toEqual([]);
  });

  it('let the app decide on each program', async () => {
    const { script, messages, ask } = await openLive(ASKED, { beforeRun: () => ({ refuse: 'Too long.' }) });
    ask();
    await turnComplete(messages);
    expect(responsesIn(script)[0]?.response).toMatchObject({ error: expect.stringContaining('Too long.') });
  });

  it('leave the instruction of the app alone, if there should be none of this library', async () => {
    const { script } = await openLive([], {
      instruction: false,
      config: { ...withTool({}), systemInstruction: 'Be brief.' },
    });
    expect(setupOf(script).systemInstruction).toEqual({ role: 'user', parts: [{ text: 'Be brief.' }] });
  });
});

describe('a session whose tools an ephemeral token fixes', () => {
  /** What a server does with its own key, and a page with the token. */
  async function openWithToken(config: LiveConnectConfig, asked: LiveConnectConfig = {}) {
    const live = liveClient(ASKED, { config: asked });
    const token = await live.original.authTokens.create({
      config: { liveConnectConstraints: { model: MODEL, config }, lockAdditionalFields: [] },
    });
    const client = withLocalPython(
      new GoogleGenAI({ apiKey: token.name ?? '', httpOptions: { baseUrl: live.script.baseUrl } }),
      { sandbox: sandboxThat(() => '42\n') },
    );
    const session = await live.connect({}, client);
    return { ...live, session };
  }

  it('answers the calls of the functions that the server declared', async () => {
    const tools = [{ functionDeclarations: codeExecutionDeclarations() }];
    const { session, script, messages } = await openWithToken({ tools });
    session.sendClientContent({ turns: 'What is 6 times 7?' });
    await turnComplete(messages);
    expect(kindsOf(messages)).toEqual(['executableCode', 'codeExecutionResult', 'inlineData']);
    expect(responsesIn(script)).toHaveLength(1);
    expect(script.refusals()).toEqual([]);
  });

  it('does so, too, if the page asks for code execution', async () => {
    const tools = [{ functionDeclarations: codeExecutionDeclarations({ behavior: 'BLOCKING' }) }];
    const { session, script, messages } = await openWithToken({ tools }, { tools: [{ codeExecution: {} }] });
    session.sendClientContent({ turns: 'What is 6 times 7?' });
    await turnComplete(messages);
    expect(responsesIn(script)).toHaveLength(1);
    expect(script.refusals()).toEqual([]);
  });
});

describe('the declarations for a server', () => {
  it('are those that the client makes of the tool', async () => {
    const { script } = await openLive([], {
      languages: ['PYTHON', 'JAVASCRIPT'],
      config: withTool({ behavior: 'BLOCKING' }),
    });
    const declarations = codeExecutionDeclarations({ languages: ['PYTHON', 'JAVASCRIPT'], behavior: 'BLOCKING' });
    expect(toolsOf(script)).toEqual([{ functionDeclarations: declarations }]);
  });

  it('are made without a DOM', () => {
    expect('document' in globalThis).toBe(false);
    expect(codeExecutionDeclarations().map(({ name }) => name)).toEqual(['run_python']);
  });
});
