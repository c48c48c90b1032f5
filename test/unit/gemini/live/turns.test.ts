import { describe, expect, it, vi } from 'vitest';
import { endlessRun, kindsOf, openLive, responsesIn, runPython, SAYS_42, turnComplete } from './openLive.ts';

const fails = () => ({ status: 'error' as const, output: 'NameError\n' });
const calls = (count: number) => Array.from({ length: count }, (_, index) => ({ parts: [runPython(`run ${index}`)] }));
const typesOf = (events: { type: string }[]) => events.map(({ type }) => type);

describe('the limits of a turn', () => {
  it('end with code that is not run, and the model is told to answer', async () => {
    const ran = vi.fn(fails);
    const { script, messages, ask } = await openLive([...calls(4), SAYS_42], { run: ran, maxFailures: 3 });
    ask();
    await turnComplete(messages);
    expect(ran).toHaveBeenCalledTimes(3);
    expect(kindsOf(messages).filter((kind) => kind === 'executableCode')).toHaveLength(3);
    expect(responsesIn(script)[3]?.response).toEqual({
      outcome: 'OUTCOME_FAILED',
      error: 'No more code is run in this turn. Answer with what you know.\n',
    });
  });

  it('count all runs, also those that succeed', async () => {
    const ran = vi.fn(() => '42\n');
    const { messages, ask } = await openLive([...calls(3), SAYS_42], { run: ran, maxRuns: 2 });
    ask();
    await turnComplete(messages);
    expect(ran).toHaveBeenCalledTimes(2);
  });

  it('begin anew when the model has answered', async () => {
    const ran = vi.fn(() => '42\n');
    const turns = [...calls(2), SAYS_42, ...calls(2), SAYS_42];
    const { messages, ask } = await openLive(turns, { run: ran, maxRuns: 2 });
    ask();
    await turnComplete(messages);
    ask();
    await turnComplete(messages, 2);
    expect(ran).toHaveBeenCalledTimes(4);
  });

  it('do not begin anew at a turn that the server completes while code runs', async () => {
    const ran = vi.fn(() => '42\n');
    const toolCall = (id: string) => ({ functionCalls: [{ id, name: 'run_python', args: { code: id } }] });
    const meanwhile = (id: string) => ({
      messages: [{ toolCall: toolCall(id) }, { serverContent: { turnComplete: true } }],
    });
    const turns = [meanwhile('one'), meanwhile('two'), meanwhile('three'), SAYS_42];
    const { messages, ask } = await openLive(turns, { run: ran, maxRuns: 2 });
    ask();
    await turnComplete(messages, 4);
    expect(ran).toHaveBeenCalledTimes(2);
  });
});

describe('the events of a session', () => {
  it('are those of an answer: the speech as text, the code, and what it comes to', async () => {
    const run = () => ({
      output: '42\n',
      results: [{ source: 'display' as const, data: { 'image/png': 'iVBORw0KGgo=' } }],
    });
    const { events, messages, ask } = await openLive([...calls(1), SAYS_42], {
      run,
      config: { tools: [{ codeExecution: {} }], outputAudioTranscription: {} },
    });
    ask();
    await turnComplete(messages);
    expect(typesOf(events)).toEqual(['turn-start', 'code', 'result', 'image', 'text-delta', 'usage', 'turn-end']);
    expect(events).toMatchObject([
      { model: 'gemini-3.8-live', mode: 'local' },
      { id: 1, language: 'PYTHON', code: 'run 0' },
      { id: 1, outcome: 'OUTCOME_OK', output: '42\n', durationMs: 1 },
      { id: 1, mimeType: 'image/png', data: 'iVBORw0KGgo=' },
      { text: 'It is 42.' },
      { hop: 1, usage: { candidatesTokenCount: expect.any(Number) } },
      { finishReason: 'STOP' },
    ]);
  });

  it('begin anew with each turn, and its programs count from 1', async () => {
    const { events, messages, ask } = await openLive([...calls(2), SAYS_42, ...calls(1), SAYS_42]);
    ask();
    await turnComplete(messages);
    ask();
    await turnComplete(messages, 2);
    const ids = events.flatMap((event) => (event.type === 'code' ? event.id : []));
    expect(ids).toEqual([1, 2, 1]);
    expect(typesOf(events).filter((type) => type.startsWith('turn-'))).toEqual([
      'turn-start',
      'turn-end',
      'turn-start',
      'turn-end',
    ]);
  });

  it('end if the user interrupts the model, and its next words begin new ones', async () => {
    const interrupted = [{ serverContent: { interrupted: true } }, { serverContent: { turnComplete: true } }];
    const { events, messages, ask } = await openLive([...calls(1), { messages: interrupted }, SAYS_42]);
    ask();
    await turnComplete(messages);
    expect(typesOf(events)).toEqual(['turn-start', 'code', 'result', 'turn-end']);
    expect(events.at(-1)).toMatchObject({ finishReason: undefined });
    ask();
    await turnComplete(messages, 2);
    expect(typesOf(events).slice(4)).toEqual(['turn-start', 'usage', 'turn-end']);
  });

  it('end with the session', async () => {
    const { run } = endlessRun();
    const { session, events, messages, ask } = await openLive(calls(1), { run });
    ask();
    await vi.waitFor(() => expect(kindsOf(messages)).toEqual(['executableCode']));
    session.close();
    expect(events.at(-1)).toMatchObject({ type: 'turn-end', finishReason: undefined });
  });

  it.each(['inside serverContent', 'beside it'])(
    'wait for a model that is still at work, as its status says %s',
    async (place) => {
      const status = (interactionStatus: string, content: object) =>
        place === 'beside it'
          ? { serverContent: content, interactionStatus }
          : { serverContent: { ...content, interactionStatus } };
      const turns = [
        {
          messages: [
            status('IN_PROGRESS', { modelTurn: { parts: [{ text: 'I think.' }] } }),
            status('IN_PROGRESS', { turnComplete: true }),
            status('IN_PROGRESS', { modelTurn: { parts: [{ text: 'It is 42.' }] } }),
            status('IN_PROGRESS', { turnComplete: true }),
            status('IDLE', {}),
          ],
        },
      ];
      const { events, ask } = await openLive(turns, { model: 'gemini-3.8-live-extended-thinking' });
      ask();
      await vi.waitFor(() => expect(typesOf(events)).toContain('turn-end'));
      expect(typesOf(events)).toEqual(['turn-start', 'text-delta', 'text-delta', 'turn-end']);
    },
  );

  it('go on if onEvent throws, whose error is reported', async () => {
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    const { script, messages, ask } = await openLive([...calls(1), SAYS_42], {
      onEvent: () => {
        throw new Error('of the app');
      },
    });
    ask();
    await turnComplete(messages);
    expect(responsesIn(script)).toHaveLength(1);
    expect(reported).toHaveBeenCalled();
    vi.unstubAllGlobals();
  });
});
