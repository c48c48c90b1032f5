// @module-tag long
/** The sandbox as a kernel for front ends that speak the Jupyter protocol, with Python that really runs. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { Sandbox } from '../../../src/entries/index.ts';
import { type JupyterMessage, SandboxKernel } from '../../../src/entries/jupyter.ts';
import { createMessage } from '../../../src/jupyter/wire/message.ts';
import { ASSETS, keepEngine } from '../sandbox/freshSandbox.ts';
import { needsSuspending } from '../sandbox/needsSuspending.ts';

keepEngine();

/** A front end: it asks, and collects what the kernel says about each request. */
function openFrontEnd() {
  const heard: JupyterMessage[] = [];
  const listeners = new Set<(message: JupyterMessage) => void>();
  const kernel = new SandboxKernel({
    sandbox: () => Sandbox.create({ assets: ASSETS }),
    sendMessage: (message) => {
      heard.push(message);
      for (const listener of listeners) listener(message);
    },
  });
  onTestFinished(() => kernel.dispose());
  async function ask(type: string, content: Record<string, unknown>, onMessage = (_: JupyterMessage) => {}) {
    const request = createMessage('shell', type, content, { session: 'mine' });
    const listener = (message: JupyterMessage) => {
      if (message.parent_header.msg_id === request.header.msg_id) onMessage(message);
    };
    listeners.add(listener);
    await kernel.handleMessage(request);
    listeners.delete(listener);
    const answers = heard.filter(({ parent_header: parent }) => parent.msg_id === request.header.msg_id);
    const shown = answers.filter(({ channel, header }) => channel === 'iopub' && header.msg_type !== 'status');
    return {
      answers,
      reply: answers.find(({ channel }) => channel === 'shell'),
      shown: shown.map(({ header, content }) => ({ type: header.msg_type, ...content })),
    };
  }
  const execute = (code: string, onMessage?: (message: JupyterMessage) => void) =>
    ask('execute_request', { code, allow_stdin: true }, onMessage);
  const send = (type: string, content: Record<string, unknown>) =>
    kernel.handleMessage(
      createMessage(type === 'input_reply' ? 'stdin' : 'control', type, content, { session: 'mine' }),
    );
  return { kernel, ask, execute, send };
}

describe('a cell', () => {
  it('shows what it prints and its value, between busy and idle', async () => {
    const { answers, reply, shown } = await openFrontEnd().execute('print("out")\n{"a": 1}');
    expect(shown).toEqual([
      { type: 'execute_input', code: 'print("out")\n{"a": 1}', execution_count: 1 },
      { type: 'stream', name: 'stdout', text: 'out\n' },
      { type: 'execute_result', data: { 'text/plain': "{'a': 1}" }, metadata: {}, execution_count: 1 },
    ]);
    expect(reply).toMatchObject({ header: { msg_type: 'execute_reply', session: 'mine' }, content: { status: 'ok' } });
    expect([answers[0], answers.at(-1)].map((message) => message?.content)).toEqual([
      { execution_state: 'busy' },
      { execution_state: 'idle' },
    ]);
  });

  it('takes back what it has shown', async () => {
    const { shown } = await openFrontEnd().execute(
      'import sys\nfrom IPython.display import clear_output\nprint("held", file=sys.stderr)\nclear_output()\nprint("kept")',
    );
    expect(shown.slice(-2)).toEqual([
      { type: 'clear_output', wait: false },
      { type: 'stream', name: 'stdout', text: 'kept\n' },
    ]);
  });

  it('that fails shows its traceback once, after what it wrote to stderr', async () => {
    const { reply, shown } = await openFrontEnd().execute('import sys\nprint("warning", file=sys.stderr)\n1 / 0');
    expect(shown.slice(1)).toMatchObject([
      { type: 'stream', name: 'stderr', text: 'warning\n' },
      { type: 'error', ename: 'ZeroDivisionError', evalue: 'division by zero' },
    ]);
    expect(reply?.content).toMatchObject({ status: 'error', ename: 'ZeroDivisionError' });
  });

  it('gives up the cells after it if it fails, and no later ones', async () => {
    const { execute } = openFrontEnd();
    const [failed, waiting] = await Promise.all([execute('1 / 0'), execute('print(1)')]);
    expect([failed.reply?.content.status, waiting.reply?.content.status]).toEqual(['error', 'aborted']);
    expect((await execute('print(2)')).reply?.content.status).toBe('ok');
  });

  it('is stopped by an interrupt, and keeps its variables', async () => {
    const { execute, send } = openFrontEnd();
    const { reply } = await execute('kept = 42\nprint("begun")\nwhile True: pass', ({ header }) => {
      if (header.msg_type === 'stream') send('interrupt_request', {});
    });
    expect(reply?.content).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
    expect((await execute('print(kept)')).shown.at(-1)).toMatchObject({ text: '42\n' });
  });

  it('asks the user of the front end', async (context) => {
    needsSuspending(context);
    const { execute, send } = openFrontEnd();
    const { shown } = await execute('print("Hello", input("Name? "))', ({ header, content }) => {
      if (header.msg_type === 'input_request') send('input_reply', { value: `Ada (${content.prompt})` });
    });
    expect(shown.at(-1)).toMatchObject({ type: 'stream', text: expect.stringContaining('Hello Ada (Name? )\n') });
  });

  it('may have a display in JSON', async () => {
    const { shown } = await openFrontEnd().execute(
      'from IPython.display import JSON, display\ndisplay(JSON({"a": [1]}))',
    );
    expect(shown.at(-1)).toMatchObject({ type: 'display_data', data: { 'application/json': { a: [1] } } });
  });
});

describe('an editor', () => {
  it('completes names, also those of variables', async () => {
    const { ask, execute } = openFrontEnd();
    await execute('accounts = [1]');
    const code = 'é = accounts.app';
    const { reply } = await ask('complete_request', { code, cursor_pos: code.length });
    expect(reply?.content).toMatchObject({ status: 'ok', matches: ['append'], cursor_start: code.length - 3 });
  });

  it('describes the object at the cursor', async () => {
    const { ask } = openFrontEnd();
    const { reply } = await ask('inspect_request', { code: 'print(1)', cursor_pos: 2, detail_level: 0 });
    expect(reply?.content).toMatchObject({ status: 'ok', found: true });
    expect(JSON.stringify(reply?.content.data)).toContain('Prints the values to a stream');
    const none = await ask('inspect_request', { code: 'nothing', cursor_pos: 2 });
    expect(none.reply?.content).toMatchObject({ found: false, data: {} });
  });

  it('learns whether a cell goes on', async () => {
    const { ask } = openFrontEnd();
    const completeness = async (code: string) => (await ask('is_complete_request', { code })).reply?.content;
    expect(await completeness('if True:')).toEqual({ status: 'incomplete', indent: '    ' });
    expect(await completeness('x = 1')).toEqual({ status: 'complete' });
    expect(await completeness('x = = 1')).toEqual({ status: 'invalid' });
  });
});

describe('a kernel', () => {
  it('says which Python it is', async () => {
    const { reply } = await openFrontEnd().ask('kernel_info_request', {});
    expect(reply?.content).toMatchObject({
      status: 'ok',
      protocol_version: '5.3',
      language_info: { name: 'python', version: expect.stringMatching(/^3\.14\./) },
    });
  });

  it('has no comms, and closes those that are opened', async () => {
    const { ask } = openFrontEnd();
    expect((await ask('comm_info_request', {})).reply?.content).toEqual({ status: 'ok', comms: {} });
    const { shown } = await ask('comm_open', { comm_id: '7', target_name: 'widget', data: {} });
    expect(shown).toEqual([{ type: 'comm_close', comm_id: '7', data: {} }]);
  });

  it('forgets its variables when it is restarted, and takes nothing after it is shut down', async () => {
    const { ask, execute, kernel } = openFrontEnd();
    await execute('gone = 1');
    await ask('shutdown_request', { restart: true });
    const after = await execute('print("gone" in globals())');
    expect(after.shown).toMatchObject([{ execution_count: 1 }, { text: 'False\n' }]);
    let isTold = false;
    kernel.disposed.connect(() => {
      isTold = true;
    });
    expect((await ask('shutdown_request', { restart: false })).reply?.content).toEqual({
      status: 'ok',
      restart: false,
    });
    await expect.poll(() => kernel.isDisposed).toBe(true);
    expect(isTold).toBe(true);
    expect((await execute('print(1)')).answers).toEqual([]);
  });

  it('ignores what is no message', async () => {
    const { kernel } = openFrontEnd();
    for (const data of [undefined, 7, {}, { channel: 'shell', header: {} }]) await kernel.handleMessage(data);
  });
});
