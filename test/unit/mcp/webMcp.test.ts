import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InvalidOptionError, SandboxClosedError } from '../../../src/errors.ts';
import { registerWebMcpTools, type WebMcpOptions } from '../../../src/mcp/webMcp/registerWebMcpTools.ts';
import { gate, type Program, sandboxWithFiles } from './scriptedFiles.ts';

/** The bytes of a picture of one pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

interface Registered {
  name: string;
  annotations: object;
  execute(input: unknown, options?: { signal?: AbortSignal }): Promise<unknown>;
}

/** `document.modelContext`, as Chromium 156 has it. */
class FakeModelContext {
  readonly tools = new Map<string, Registered>();
  refusal: DOMException | undefined;

  async registerTool(tool: Registered, { signal }: { signal: AbortSignal }): Promise<void> {
    if (this.refusal) throw this.refusal;
    if (this.tools.has(tool.name)) throw new DOMException('Duplicate tool name', 'InvalidStateError');
    this.tools.set(tool.name, tool);
    signal.addEventListener('abort', () => this.tools.delete(tool.name));
  }

  /** A value crosses as JSON. */
  async execute(name: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
    const value = await this.tools.get(name)?.execute(input, signal && { signal });
    return JSON.parse(JSON.stringify(value));
  }
}

let browser: FakeModelContext;
beforeEach(() => {
  browser = new FakeModelContext();
  vi.stubGlobal('document', { modelContext: browser });
});
afterEach(() => void vi.unstubAllGlobals());

const TOOLS = ['run_python', 'run_javascript', 'write_file', 'reset'];

async function register(program?: Program, options: Partial<WebMcpOptions> = {}) {
  const scripted = sandboxWithFiles(program);
  return { ...scripted, registration: await registerWebMcpTools({ sandbox: scripted.sandbox, ...options }) };
}

describe('the tools of a browser with WebMCP', () => {
  it('are there until they are taken away, and say that their results are not to be trusted', async () => {
    const { registration } = await register();
    expect(registration).toMatchObject({ state: 'registered', names: TOOLS });
    expect([...browser.tools.keys()]).toEqual(TOOLS);
    expect(browser.tools.get('run_python')?.annotations).toEqual({ readOnlyHint: false, untrustedContentHint: true });
    registration.unregister();
    expect(browser.tools.size).toBe(0);
  });

  it('are taken away when the signal aborts', async () => {
    const stop = new AbortController();
    await register(undefined, { signal: stop.signal });
    stop.abort();
    expect(browser.tools.size).toBe(0);
  });

  it('run programs, and count pictures instead of giving them as text', async () => {
    const { ran } = await register(() => {
      return { output: '42\n', results: [{ source: 'figure', data: { 'image/png': PIXEL } }] };
    });
    const value = await browser.execute('run_python', { code: 'print(42)' });
    expect(value).toEqual({ ok: true, status: 'ok', output: '42\n', files: [], pictures: 1 });
    expect(ran).toEqual(['print(42)']);
  });

  it.each<[string, Program]>([
    ['a program that fails', () => ({ status: 'error', output: 'NameError: x\n' })],
    ['a sandbox that is closed', () => Promise.reject(new SandboxClosedError())],
    ['an error of any other kind', () => Promise.reject(new TypeError('Something else.'))],
  ])('give %s as a value, since messages of errors are lost', async (_, program) => {
    await register(program);
    const value = await browser.execute('run_python', { code: 'x' });
    expect(value).toMatchObject({ ok: false, output: expect.stringMatching(/NameError|is closed|Something else/) });
  });

  it('answer arguments that make no sense', async () => {
    await register();
    for (const input of [undefined, null, 'print(1)', {}, { code: 1 }]) {
      expect(await browser.execute('run_python', input)).toMatchObject({ ok: false, output: expect.any(String) });
    }
  });

  it('let the app decide on each program', async () => {
    const { ran } = await register(undefined, { beforeRun: () => ({ refuse: 'The user said no.' }) });
    const value = await browser.execute('run_python', { code: 'x' });
    expect(value).toMatchObject({ ok: false, output: expect.stringContaining('The user said no.') });
    expect(ran).toEqual([]);
  });

  it.each(['the agent', 'the page'])('stop the program if %s stops the call', async (who) => {
    const [begun, stopped] = [gate(), gate()];
    const { registration } = await register(({ options: { signal } }) => {
      begun.open();
      return new Promise((_, reject) => {
        signal?.addEventListener('abort', () => {
          stopped.open();
          reject(signal.reason);
        });
      });
    });
    const stop = new AbortController();
    const call = browser.execute('run_python', { code: 'while True: pass' }, stop.signal);
    const failed = expect(call).rejects.toThrow();
    await begun.opened;
    if (who === 'the agent') stop.abort();
    else registration.unregister();
    await Promise.all([stopped.opened, failed]);
  });

  it('get other names if theirs are taken', async () => {
    await register();
    const { registration } = await register();
    expect(registration.names).toEqual(TOOLS.map((name) => `sandbox_${name}`));
    expect(browser.tools.size).toBe(8);
  });
});

it('the sandbox is there before its tools: Chromium drops the result of a call that adds a frame', async () => {
  const tools: number[] = [];
  const { sandbox } = sandboxWithFiles();
  await registerWebMcpTools({
    sandbox: async () => {
      tools.push(browser.tools.size);
      return sandbox;
    },
  });
  expect([tools, browser.tools.size]).toEqual([[0], 4]);
});

it('a browser without WebMCP gets no tools and no sandbox, and the page hears why', async () => {
  const sandbox = vi.fn();
  for (const document of [{}, { modelContext: undefined }, { modelContext: {} }]) {
    vi.stubGlobal('document', document);
    const registration = await registerWebMcpTools({ sandbox });
    expect(registration).toMatchObject({ state: 'unsupported', names: [] });
    registration.unregister();
  }
  expect(sandbox).not.toHaveBeenCalled();
});

it('a page that may not register tools hears why, and has none', async () => {
  browser.refusal = new DOMException('The feature "tools" is not allowed here.', 'NotAllowedError');
  const { registration } = await register();
  expect(registration).toMatchObject({
    state: 'refused',
    reason: 'The feature "tools" is not allowed here.',
    names: [],
  });
});

it('options that make no sense are refused in every browser', async () => {
  vi.unstubAllGlobals();
  await expect(register(undefined, { languages: [] })).rejects.toThrow(InvalidOptionError);
});
