import { describe, expect, it, vi } from 'vitest';
import {
  endlessRun,
  fieldsOf,
  kindsOf,
  liveClient,
  MODEL,
  openLive,
  partsOf,
  responsesIn,
  runPython,
  SAYS_42,
  sandboxThat,
  turnComplete,
  WITH_CODE,
} from './openLive.ts';

const calls = (...codes: string[]) => ({ parts: codes.map((code) => runPython(code, code)) });
const cancels = (...ids: string[]) => ({ messages: [{ toolCallCancellation: { ids } }] });

describe('a call that the model takes back', () => {
  it('stops its program, ends its code with a failure, and is not answered', async () => {
    const { run, stopped } = endlessRun();
    const { script, messages, ask } = await openLive([calls('slow'), cancels('slow'), SAYS_42], { run });
    ask();
    await vi.waitFor(() => expect(kindsOf(messages)).toEqual(['executableCode']));
    ask();
    await vi.waitFor(() => expect(kindsOf(messages)).toEqual(['executableCode', 'codeExecutionResult']));
    expect(partsOf(messages)[1]?.codeExecutionResult).toEqual({
      id: 'slow',
      outcome: 'OUTCOME_FAILED',
      output: 'The run was cancelled.\n',
    });
    expect(stopped).toHaveBeenCalledOnce();
    ask();
    await turnComplete(messages);
    expect(responsesIn(script)).toEqual([]);
    expect(fieldsOf(messages)).not.toContain('toolCallCancellation');
  });

  it('is never begun, and never shown, if it waits for another', async () => {
    const { run, end } = endlessRun();
    const ran: string[] = [];
    const { script, messages, ask } = await openLive([calls('slow', 'next'), cancels('next'), SAYS_42], {
      run: (code, options) => {
        ran.push(code);
        return run(code, options);
      },
    });
    ask();
    await vi.waitFor(() => expect(ran).toEqual(['slow']));
    ask();
    await vi.waitFor(() =>
      expect(script.requests().filter(({ method }) => method === 'live.clientContent')).toHaveLength(2),
    );
    end('done');
    await turnComplete(messages);
    expect(ran).toEqual(['slow']);
    expect(kindsOf(messages)).toEqual(['executableCode', 'codeExecutionResult', 'inlineData']);
    expect(responsesIn(script).map(({ id }) => id)).toEqual(['slow']);
  });

  it('is left to the app if it calls one of its functions', async () => {
    const { run } = endlessRun();
    const weather = { functionCall: { name: 'weather', args: {}, id: 'weather' } };
    const { messages, ask } = await openLive(
      [{ parts: [...calls('slow').parts, weather] }, cancels('slow', 'weather')],
      {
        run,
        config: { tools: [{ codeExecution: {} }, { functionDeclarations: [{ name: 'weather' }] }] },
      },
    );
    ask();
    await vi.waitFor(() => expect(kindsOf(messages)).toEqual(['executableCode']));
    ask();
    await vi.waitFor(() => expect(fieldsOf(messages)).toContain('toolCallCancellation'));
    expect(messages.at(-1)?.toolCallCancellation ?? messages.at(-2)?.toolCallCancellation).toEqual({
      ids: ['weather'],
    });
  });

  it('is one that the user interrupts, if the model waits for it', async () => {
    const { run, stopped } = endlessRun();
    const config = { tools: [{ codeExecution: { behavior: 'BLOCKING' as const } }] };
    const { script, messages, ask } = await openLive([calls('slow'), SAYS_42], { run, config });
    ask();
    await vi.waitFor(() => expect(kindsOf(messages)).toEqual(['executableCode']));
    ask();
    await turnComplete(messages);
    await vi.waitFor(() => expect(stopped).toHaveBeenCalledOnce());
    expect(responsesIn(script)).toEqual([]);
  });

  it('goes on while the user talks, if the model does not wait for it', async () => {
    const { run, stopped, end } = endlessRun();
    const { script, messages, ask } = await openLive([calls('slow'), SAYS_42, SAYS_42], { run });
    ask();
    await vi.waitFor(() => expect(kindsOf(messages)).toEqual(['executableCode']));
    ask();
    await turnComplete(messages);
    expect(stopped).not.toHaveBeenCalled();
    end('42\n');
    await turnComplete(messages, 2);
    expect(responsesIn(script)).toHaveLength(1);
  });
});

describe('the end of a session', () => {
  it('stops its program, and drops the result', async () => {
    const { run, stopped } = endlessRun();
    const { session, script, messages, closed, ask } = await openLive([calls('slow', 'next'), SAYS_42], { run });
    ask();
    await vi.waitFor(() => expect(kindsOf(messages)).toEqual(['executableCode']));
    session.close();
    expect(stopped).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
    expect(kindsOf(messages)).toEqual(['executableCode']);
    expect(responsesIn(script)).toEqual([]);
  });

  it('is heard of by the app, and stops the program, if the server ends it', async () => {
    const { run, stopped } = endlessRun();
    const close = { code: 1011, reason: 'Deadline expired before operation could complete.' };
    const turns = [calls('slow'), { messages: [{ goAway: { timeLeft: '0s' } }], close }];
    const { messages, closed, ask } = await openLive(turns, { run });
    ask();
    await vi.waitFor(() => expect(kindsOf(messages)).toEqual(['executableCode']));
    ask();
    await vi.waitFor(() => expect(closed).toHaveBeenCalledWith(expect.objectContaining(close)));
    expect(stopped).toHaveBeenCalledOnce();
    expect(fieldsOf(messages)).toContain('goAway');
  });

  it('is no end of the variables: a resumed session goes on in the same sandbox', async () => {
    const ran: string[] = [];
    const { connect, script, messages, closed } = liveClient([calls('a = 1'), SAYS_42, calls('a + 1'), SAYS_42], {
      run: (code) => `${ran.push(code)}`,
    });
    const first = await connect({ sessionResumption: {} });
    first.sendClientContent({ turns: 'Remember.' });
    const handle = () => messages.findLast((each) => each.sessionResumptionUpdate)?.sessionResumptionUpdate?.newHandle;
    await vi.waitFor(() => expect(handle()).toBeDefined());
    first.close();
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
    const second = await connect({ sessionResumption: { handle: handle() ?? '' } });
    second.sendClientContent({ turns: 'And now?' });
    await turnComplete(messages, 2);
    expect(ran).toEqual(['a = 1', 'a + 1']);
    expect(script.refusals()).toEqual([]);
    // No session can be resumed while its functions run.
    const updates = messages.flatMap((message) => message.sessionResumptionUpdate ?? []);
    expect(updates.map(({ resumable }) => resumable)).toEqual([false, true, false, true]);
  });
});

describe('two sessions on one sandbox', () => {
  /** Opens both. The program of the first runs, until it is ended. */
  async function openBoth() {
    const { run, end } = endlessRun();
    const sandbox = sandboxThat((code, options) => (code === 'slow' ? run(code, options) : `${code}\n`));
    const one = await openLive([calls('slow'), SAYS_42], { sandbox });
    const two = await openLive([calls('quick'), SAYS_42], { sandbox });
    one.ask();
    await vi.waitFor(() => expect(kindsOf(one.messages)).toEqual(['executableCode']));
    return { one, two, end };
  }

  it('run their programs in turn, and get only their own results', async () => {
    const { one, two, end } = await openBoth();
    two.ask();
    await vi.waitFor(() => expect(kindsOf(two.messages)).toEqual(['executableCode']));
    end('slow\n');
    await Promise.all([turnComplete(one.messages), turnComplete(two.messages)]);
    expect(responsesIn(one.script).map(({ response }) => response)).toMatchObject([{ output: 'slow\n' }]);
    expect(responsesIn(two.script).map(({ response }) => response)).toMatchObject([{ output: 'quick\n' }]);
  });

  it('go on alone if the other is closed', async () => {
    const { one, two } = await openBoth();
    two.ask();
    one.session.close();
    await turnComplete(two.messages);
    expect(responsesIn(two.script)).toHaveLength(1);
  });
});

describe('a session that cannot be opened', () => {
  it('rejects with the error of the SDK', async () => {
    const { connect } = liveClient([], { model: 'gemini-3.8-flash' });
    await expect(connect()).rejects.toThrow(/code 1008.*models\/gemini-3.8-flash is not found for API version/);
  });

  it('rejects if its key is refused', async () => {
    const { ai } = liveClient([]);
    Reflect.set(Reflect.get(ai, 'apiClient').clientOptions, 'apiKey', 'invalid');
    const opening = ai.live.connect({ model: MODEL, config: WITH_CODE, callbacks: { onmessage: () => {} } });
    await expect(opening).rejects.toThrow(/code 1007.*API key not valid/);
  });
});
