import { FunctionResponseScheduling, LiveServerMessage, Session } from '@google/genai';
import { describe, expect, it, vi } from 'vitest';
import {
  endlessRun,
  fieldsOf,
  kindsOf,
  liveClient,
  openLive,
  partsOf,
  responsesIn,
  runPython,
  SAYS_42,
  setupOf,
  turnComplete,
  WITH_CODE,
} from './openLive.ts';

const weather = { functionDeclarations: [{ name: 'weather' }] };
const callWeather = { functionCall: { name: 'weather', args: {}, id: 'weather' } };
const ASKED = [{ parts: [runPython('print(6 * 7)')] }, SAYS_42];
const IMAGE = { source: 'display' as const, data: { 'image/png': 'iVBORw0KGgo=' } };

describe('a Live session with code execution', () => {
  it('is set up with a function in the place of the tool, and the instruction below that of the app', async () => {
    const { script } = await openLive([], { config: { ...WITH_CODE, systemInstruction: 'Be brief.' } });
    const { tools, systemInstruction } = setupOf(script);
    expect(tools).toEqual([{ functionDeclarations: [expect.objectContaining({ name: 'run_python' })] }]);
    expect(JSON.stringify(tools)).not.toContain('behavior');
    expect(systemInstruction).toEqual({
      role: 'user',
      parts: [{ text: 'Be brief.' }, { text: expect.stringMatching(/Pictures .* are shown to the user, not to you/) }],
    });
  });

  it('leaves the config of the app as it is', async () => {
    const config = { tools: [{ codeExecution: {} }, weather], systemInstruction: 'Be brief.' };
    const given = structuredClone(config);
    await openLive([], { config });
    expect(config).toEqual(given);
  });

  it('shows code and result in the form of the server, and answers the call from the sandbox', async () => {
    const { script, messages, ask } = await openLive(ASKED);
    ask();
    await turnComplete(messages);
    expect(kindsOf(messages)).toEqual(['executableCode', 'codeExecutionResult', 'inlineData']);
    expect(partsOf(messages).slice(0, 2)).toEqual([
      { executableCode: { id: 'id of print(6 * 7)', language: 'PYTHON', code: 'print(6 * 7)' } },
      { codeExecutionResult: { id: 'id of print(6 * 7)', outcome: 'OUTCOME_OK', output: '42\n' } },
    ]);
    expect(fieldsOf(messages)).not.toContain('toolCall');
    expect(responsesIn(script)).toEqual([
      { id: 'id of print(6 * 7)', name: 'run_python', response: { outcome: 'OUTCOME_OK', output: '42\n' } },
    ]);
    expect(script.refusals()).toEqual([]);
  });

  it('gives messages and a session of the SDK, whose getters work', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const run = () => ({ output: '', results: [IMAGE] });
    const { session, messages, ask } = await openLive(ASKED, { run });
    ask();
    await turnComplete(messages);
    expect(session).toBeInstanceOf(Session);
    expect(messages.every((message) => message instanceof LiveServerMessage)).toBe(true);
    const [code, , picture] = messages.filter(({ serverContent }) => serverContent?.modelTurn);
    expect([code?.text, code?.data, picture?.data]).toEqual([undefined, undefined, 'iVBORw0KGgo=']);
    warn.mockRestore();
  });

  it('shows pictures to the app, one message each, and tells the model of them', async () => {
    const run = () => ({ output: '', results: [IMAGE, IMAGE] });
    const { script, messages, ask } = await openLive(ASKED, { run });
    ask();
    await turnComplete(messages);
    expect(kindsOf(messages)).toEqual([
      'executableCode',
      'codeExecutionResult',
      'inlineData',
      'inlineData',
      'inlineData',
    ]);
    expect(partsOf(messages)[2]).toEqual({ inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } });
    expect(responsesIn(script)[0]?.response).toMatchObject({
      output: 'The code ran, and printed nothing.\nThe user sees the 2 pictures that the code made.\n',
    });
  });

  it('shows the files that code wrote to the app if that was asked for', async () => {
    const run = () => ({ output: 'written\n', files: [{ path: 'table.csv', size: 9, mimeType: 'text/csv' }] });
    const { script, messages, events, ask } = await openLive(ASKED, { run, files: 'parts' });
    ask();
    await turnComplete(messages);
    expect(partsOf(messages)[2]).toEqual({
      inlineData: { displayName: 'table.csv', mimeType: 'text/csv', data: btoa('table.csv') },
    });
    expect(JSON.stringify(responsesIn(script))).not.toContain(btoa('table.csv'));
    expect(events.map(({ type }) => type)).not.toContain('image');
  });

  it.each([
    ['', 'The code ran, and printed nothing.\n'],
    [' \n', 'The code ran, and printed nothing.\n'],
    [`${'a'.repeat(9_000)}b`, expect.stringMatching(/^a{2000}\n\[\.\.\. 5,001 characters .*\]\na{1999}b$/)],
  ])('tells the model something short, whatever the output is (%#)', async (output, told) => {
    const { script, messages, ask } = await openLive(ASKED, { run: () => output });
    ask();
    await turnComplete(messages);
    expect(responsesIn(script)[0]?.response).toMatchObject({ output: told });
    expect(partsOf(messages)[1]?.codeExecutionResult?.output).toBe(output);
  });

  it('leaves the calls of its own functions to the app', async () => {
    const turns = [{ parts: [callWeather] }, SAYS_42];
    const { session, script, messages, ask } = await openLive(turns, {
      config: { tools: [{ codeExecution: {} }, weather] },
    });
    ask();
    await vi.waitFor(() => expect(fieldsOf(messages)).toContain('toolCall'));
    expect(messages.find(({ toolCall }) => toolCall)?.toolCall?.functionCalls).toEqual([callWeather.functionCall]);
    const response = { id: 'weather', name: 'weather', response: { sky: 'blue' } };
    session.sendToolResponse({ functionResponses: { ...response, scheduling: FunctionResponseScheduling.SILENT } });
    await turnComplete(messages);
    expect(responsesIn(script)).toEqual([{ ...response, scheduling: 'SILENT' }]);
  });

  it('answers its part of several calls, and leaves the app the others', async () => {
    const parts = [runPython('1'), callWeather, runPython('2')];
    const { session, script, messages, ask } = await openLive([{ parts }, SAYS_42], {
      config: { tools: [weather, { codeExecution: {} }] },
      run: (code) => code,
    });
    ask();
    await vi.waitFor(() => expect(responsesIn(script)).toHaveLength(2));
    const calls = messages.flatMap(({ toolCall }) => toolCall?.functionCalls ?? []);
    expect(calls).toEqual([callWeather.functionCall]);
    session.sendToolResponse({ functionResponses: { id: 'weather', name: 'weather', response: { sky: 'blue' } } });
    await turnComplete(messages);
    expect(script.refusals()).toEqual([]);
  });

  it('runs several programs in order, and answers each on its own', async () => {
    const parts = [runPython('1'), runPython('2')];
    const { script, messages, ask } = await openLive([{ parts }, SAYS_42], { run: (code) => code });
    ask();
    await turnComplete(messages);
    expect(kindsOf(messages).slice(0, 4)).toEqual([
      'executableCode',
      'codeExecutionResult',
      'executableCode',
      'codeExecutionResult',
    ]);
    const answers = script.requests().filter(({ method }) => method === 'live.toolResponse');
    expect(answers).toHaveLength(2);
    expect(responsesIn(script).map(({ response }) => response)).toMatchObject([{ output: '1' }, { output: '2' }]);
  });

  it('passes on what the model says while its code runs', async () => {
    const { run, end } = endlessRun();
    const audio = {
      serverContent: { modelTurn: { parts: [{ inlineData: { mimeType: 'audio/pcm', data: 'AAAA' } }] } },
    };
    const toolCall = { functionCalls: [{ id: 'one', name: 'run_python', args: { code: 'slow' } }] };
    const { messages, ask } = await openLive([{ messages: [{ toolCall }, audio, audio] }, SAYS_42], { run });
    ask();
    await vi.waitFor(() => expect(kindsOf(messages)).toEqual(['executableCode', 'inlineData', 'inlineData']));
    end('42\n');
    await turnComplete(messages);
    expect(kindsOf(messages).slice(3)).toEqual(['codeExecutionResult', 'inlineData']);
  });

  it('answers a call that comes before the app has the session', async () => {
    const { connect, script, messages } = liveClient([{ ...ASKED[0], unasked: true }, SAYS_42]);
    await connect();
    await turnComplete(messages);
    expect(responsesIn(script)).toHaveLength(1);
    expect(fieldsOf(messages)[0]).toBe('setupComplete');
    expect(kindsOf(messages)).toEqual(['executableCode', 'codeExecutionResult', 'inlineData']);
  });

  it('answers such a call, too, if there is nothing to run', async () => {
    const call = { functionCall: { name: 'run_python', args: {}, id: 'one' } };
    const { connect, script, messages } = liveClient([{ parts: [call], unasked: true }, SAYS_42]);
    await connect();
    await turnComplete(messages);
    expect(responsesIn(script).map(({ id }) => id)).toEqual(['one']);
  });

  it('goes on if the app throws at a message, whose error is reported', async () => {
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    const onmessage = () => {
      throw new Error('of the app');
    };
    const { script, messages, ask } = await openLive(ASKED, { onmessage });
    ask();
    await turnComplete(messages);
    expect(responsesIn(script)).toHaveLength(1);
    expect(reported).toHaveBeenCalledTimes(messages.length);
    vi.unstubAllGlobals();
  });

  it.each([{}, { code: 7 }, { program: 'print(1)' }])(
    'tells the model of a call without a program: %j',
    async (args) => {
      const call = { functionCall: { name: 'run_python', args, id: 'one' } };
      const { script, messages, ask } = await openLive([{ parts: [call] }, SAYS_42]);
      ask();
      await turnComplete(messages);
      expect(kindsOf(messages)).toEqual(['inlineData']);
      expect(responsesIn(script)[0]?.response).toEqual({
        outcome: 'OUTCOME_FAILED',
        error: 'The function takes one argument: code, a string.\n',
      });
    },
  );

  it('tells the model, and the app, that Python cannot be started', async () => {
    const sandbox = () => Promise.reject(new Error('pyodide.wasm could not be downloaded.'));
    const { script, messages, ask } = await openLive(ASKED, { sandbox });
    ask();
    await turnComplete(messages);
    const result = { outcome: 'OUTCOME_FAILED', output: 'pyodide.wasm could not be downloaded.\n' };
    expect(partsOf(messages)[1]?.codeExecutionResult).toMatchObject(result);
    expect(responsesIn(script)[0]?.response).toEqual({ outcome: result.outcome, error: result.output });
  });

  it('does not show the code with which some models announce a call of run_python', async () => {
    const announced = "print(default_api.run_python(code='print(6 * 7)'))";
    const other = "print(default_api.weather(city='Rome'))";
    const code = (each: string) => ({ executableCode: { language: 'PYTHON' as const, code: each } });
    const parts = [code(announced), code(other), runPython('print(6 * 7)')];
    const { messages, ask } = await openLive([{ parts }, SAYS_42]);
    ask();
    await turnComplete(messages);
    expect(partsOf(messages).flatMap(({ executableCode }) => executableCode?.code ?? [])).toEqual([
      other,
      'print(6 * 7)',
    ]);
  });

  it('passes on what it does not know: usage, the end of the connection, handles', async () => {
    const others = [
      { goAway: { timeLeft: '50s' } },
      { usageMetadata: { totalTokenCount: 7 } },
      { sessionResumptionUpdate: { newHandle: 'new', resumable: true } },
      { voiceActivity: { voiceActivityType: 'ACTIVITY_START' } },
      { somethingNew: {} },
    ];
    const { messages, ask } = await openLive([{ messages: others }]);
    ask();
    await vi.waitFor(() => expect(messages).toHaveLength(others.length + 1));
    expect(messages.slice(1)).toEqual(others.map((other) => Object.assign(new LiveServerMessage(), other)));
  });

  it('passes on what comes together with a call that runs code', async () => {
    const toolCall = { functionCalls: [{ id: 'one', name: 'run_python', args: { code: '1' } }] };
    const { messages, ask } = await openLive([
      { messages: [{ toolCall, usageMetadata: { totalTokenCount: 7 } }] },
      SAYS_42,
    ]);
    ask();
    await turnComplete(messages);
    expect(messages[1]).toEqual(Object.assign(new LiveServerMessage(), { usageMetadata: { totalTokenCount: 7 } }));
  });
});
