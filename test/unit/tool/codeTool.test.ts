import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../../../src/errors.ts';
import type { RunOptions } from '../../../src/sandbox/options.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import {
  type CodeTool,
  type CodeToolOptions,
  type CodeToolProgress,
  type CodeToolResult,
  codeTool,
} from '../../../src/tool/codeTool.ts';
import { contentOf } from '../../../src/tool/declaration.ts';
import { scriptedSandbox } from '../gemini/client/play.ts';

/** The bytes of a picture of one pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

function toolWith(options: Partial<CodeToolOptions> & { print?: (code: string) => string } = {}) {
  const { print, ...rest } = options;
  const { sandbox, ran } = scriptedSandbox(print);
  return { tool: codeTool({ sandbox, ...rest }), ran };
}

/** A sandbox whose runs do what `run` says. */
function sandboxThat(run: (code: string, options: RunOptions) => Promise<object>): Sandbox {
  return { ...scriptedSandbox().sandbox, run } as unknown as Sandbox;
}

async function call(
  tool: CodeTool,
  input: unknown,
  signal?: AbortSignal,
): Promise<{ progress: CodeToolProgress[]; result: CodeToolResult }> {
  const running = tool.run(input, { signal });
  const progress: CodeToolProgress[] = [];
  for (;;) {
    const step = await running.next();
    if (step.done) return { progress, result: step.value };
    progress.push(step.value);
  }
}

describe('a tool that runs code', () => {
  it('runs the program of a call, and gives its output to the model', async () => {
    const { tool, ran } = toolWith({ print: () => '42\n' });
    const { result } = await call(tool, { code: 'print(42)' });
    expect(ran).toEqual(['print(42)']);
    expect(result).toMatchObject({ ok: true, status: 'ok', output: '42\n', isRefused: false });
    expect(contentOf(result)).toEqual([{ type: 'text', text: '42\n' }]);
  });

  it('tells the model in words that a program printed nothing', async () => {
    const { tool } = toolWith({ print: () => '' });
    expect(contentOf((await call(tool, { code: 'x = 1' })).result)).toEqual([{ type: 'text', text: '(no output)' }]);
  });

  it('gives output and displays as they come, and pictures to the model', async () => {
    const display = { source: 'figure', data: { 'image/png': PIXEL } } as const;
    const sandbox = sandboxThat(async (_, { onOutput, onDisplay }) => {
      onOutput?.({ stream: 'stdout', text: 'one\n' } as never);
      onDisplay?.(display as never);
      return { ok: true, status: 'ok', output: 'one\n', results: [display], files: [] };
    });
    const { progress, result } = await call(codeTool({ sandbox }), { code: 'plot()' });
    expect(progress).toEqual([
      { type: 'output', stream: 'stdout', text: 'one\n' },
      { type: 'display', display },
    ]);
    expect(contentOf(result)).toEqual([
      { type: 'text', text: 'one\n' },
      { type: 'image', mimeType: 'image/png', data: PIXEL },
    ]);
  });

  it.each([[{}], [{ code: 1 }], ['print(1)'], [null], [undefined]])(
    'tells a model that calls it with %j what it takes',
    async (input) => {
      const { tool, ran } = toolWith({ name: 'python' });
      const { result } = await call(tool, input);
      expect(result).toMatchObject({
        ok: false,
        isRefused: true,
        output: 'python takes one argument: code, a string.\n',
      });
      expect(ran).toEqual([]);
    },
  );

  it('asks the app before each program, and tells the model about a refusal or a change', async () => {
    const asked: unknown[] = [];
    const { tool, ran } = toolWith({
      beforeRun: (program) => {
        asked.push(program);
        return program.id === 1 ? { refuse: 'Not today.' } : { code: 'print(2)' };
      },
    });
    const refused = await call(tool, { code: 'print(1)' });
    expect(refused.result).toMatchObject({ ok: false, isRefused: true, output: expect.stringContaining('Not today.') });
    const changed = await call(tool, { code: 'print(1)' });
    expect(changed.result.output).toContain('The code that ran:\nprint(2)\n');
    expect(ran).toEqual(['print(2)']);
    expect(asked).toMatchObject([
      { id: 1, language: 'PYTHON', code: 'print(1)' },
      { id: 2, code: 'print(1)' },
    ]);
  });

  it('stops the program if its signal aborts, and fails with the reason of the signal', async () => {
    const stop = new AbortController();
    const sandbox = sandboxThat((_, { signal }) => {
      stop.abort(new Error('Enough.'));
      return signal?.aborted ? Promise.reject(signal.reason) : Promise.resolve({});
    });
    await expect(call(codeTool({ sandbox }), { code: 'while True: pass' }, stop.signal)).rejects.toThrow('Enough.');
  });

  it('runs JavaScript under a name and with a description of its own', async () => {
    const languages: unknown[] = [];
    const sandbox = sandboxThat(async (_, { language, timeout }) => {
      languages.push(language, timeout);
      return { ok: true, status: 'ok', output: '', results: [], files: [] };
    });
    const tool = codeTool({ sandbox, language: 'javascript', timeout: 1000 });
    await call(tool, { code: '1' });
    expect(languages).toEqual(['javascript', 1000]);
    expect(tool).toMatchObject({ name: 'run_javascript', description: expect.stringContaining('JavaScript') });
  });

  it('says where code runs, and what it cannot do there', () => {
    const { sandbox } = scriptedSandbox();
    const kernel = { ...sandbox, packages: 'installed' } as unknown as Sandbox;
    expect(codeTool({ sandbox }).description).toMatch(/There is no network .* It runs in the user's browser\./);
    const { description } = codeTool({ sandbox: kernel });
    expect(description).toContain('It runs in a Jupyter kernel on a server.');
    expect(description).not.toMatch(/network|browser/);
  });

  it('refuses options that it cannot use', () => {
    expect(() => toolWith({ timeout: 0 })).toThrow(InvalidOptionError);
    expect(() => toolWith({ language: 'ruby' as never })).toThrow(InvalidOptionError);
  });
});
