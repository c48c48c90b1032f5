import { beforeEach, describe, expect, it } from 'vitest';
import { needsSuspending } from '../needsSuspending.ts';
import { sandbox, shareSandbox } from '../sharedSandbox.ts';

shareSandbox();

describe('input()', () => {
  beforeEach(needsSuspending);

  it('asks the host', async () => {
    const prompts: string[] = [];
    const result = await sandbox.run('name = input("Name? ")\nprint(f"Hello {name}")', {
      onInput: async (prompt) => {
        prompts.push(prompt);
        return 'Ada';
      },
    });
    expect(prompts).toEqual(['Name? ']);
    expect(result.stdout).toContain('Hello Ada\n');
  });

  const answerSlowly = (milliseconds: number) => () =>
    new Promise<string>((resolve) => setTimeout(() => resolve('Ada'), milliseconds));

  it('takes nothing from the timeout while a person thinks', async () => {
    const code = 'name = input("Name? ")\nprint(f"Hello {name}")';
    expect(await sandbox.run(code, { timeout: 500, onInput: answerSlowly(1500) })).toMatchObject({
      status: 'ok',
      stdout: 'Hello Ada\n',
    });
  });

  it.each([
    ['an endless loop', 'while True: pass'],
    ['an endless wait', 'import asyncio\nawait asyncio.sleep(60)'],
  ])('leaves %s after it to the timeout, and the variables are kept', async (_, code) => {
    const result = await sandbox.run(`kept = input()\n${code}`, { timeout: 500, onInput: answerSlowly(1500) });
    expect(result).toMatchObject({ status: 'timeout' });
    expect(result.recovery).toBeUndefined();
    expect(result.durationMs).toBeGreaterThan(1900);
    expect((await sandbox.run('print(kept)')).output).toBe('Ada\n');
  });

  it('asked over and over when nobody answers times out', async () => {
    const code = 'while True:\n    try: input()\n    except EOFError: pass';
    const { status, recovery } = await sandbox.run(code, { timeout: 300 });
    expect({ status, recovery }).toEqual({ status: 'timeout', recovery: undefined });
  });

  it('raises an EOFError that says what to do when nobody answers', async () => {
    const { error } = await sandbox.run('input("Name? ")');
    expect(error).toMatchObject({ type: 'EOFError' });
    expect(error?.message).toMatch(/nobody/);
  });
});

describe('sys.stdin', () => {
  beforeEach(needsSuspending);

  /** Gives the lines one after the other, and then no answer. */
  const type = (...lines: string[]) => ({ timeout: 2000, onInput: () => lines.shift() ?? null });

  it.each([
    ['readline()', 'print([sys.stdin.readline() for _ in range(3)])', "['Ada\\n', '36\\n', '']\n"],
    ['a loop', 'for line in sys.stdin: print(line.strip())', 'Ada\n36\n'],
    ['read()', 'print(sys.stdin.read().split())', "['Ada', '36']\n"],
    ['fileinput', 'import fileinput\nprint([line.strip() for line in fileinput.input()])', "['Ada', '36']\n"],
    ['its buffer', 'print(sys.stdin.buffer.read().split())', "[b'Ada', b'36']\n"],
    ['a wrapper', 'import io\nprint(io.TextIOWrapper(sys.stdin.buffer).read().split())', "['Ada', '36']\n"],
    ['both it and input()', 'print(sys.stdin.readline().strip(), input())', 'Ada 36\n'],
  ])('is answered by the host when code reads it by %s', async (_, code, output) => {
    expect((await sandbox.run(`import sys\n${code}`, type('Ada', '36'))).output).toBe(output);
  });

  it('lets code replace it, and input() reads what is there', async () => {
    const code = 'import io, sys\nsys.stdin = io.StringIO("Ada\\n36\\n")\nprint(input(), int(input()))';
    expect((await sandbox.run(code)).output).toBe('Ada 36\n');
    expect((await sandbox.run('print(sys.stdin.readline(), end="")', type('Grace'))).output).toBe('Grace\n');
  });

  it('is answered in a restored session, also by a name that code gave it', async () => {
    await sandbox.run('import sys\nread = sys.stdin.readline\nprint(read())', type('1'));
    using checkpoint = await sandbox.checkpoint();
    await sandbox.restore(checkpoint);
    expect((await sandbox.run('print(read(), sys.stdin.read(), end="")', type('2', '3'))).output).toBe('2\n 3\n');
  });

  it('leaves a loop after it to the timeout, and the variables are kept', async () => {
    const result = await sandbox.run('import sys\nkept = sys.stdin.readline()\nwhile True: pass', {
      timeout: 500,
      onInput: () => 'Ada',
    });
    expect(result).toMatchObject({ status: 'timeout' });
    expect(result.recovery).toBeUndefined();
    expect((await sandbox.run('print(kept)')).output).toBe('Ada\n\n');
  });

  it('raises an EOFError that says what to do when nobody answers', async () => {
    const { error } = await sandbox.run('import sys\nsys.stdin.read()');
    expect(error).toMatchObject({ type: 'EOFError' });
    expect(error?.message).toMatch(/sys\.stdin was read, but nobody/);
  });

  it('has nothing by its file descriptor, and says what to write', async () => {
    const { error } = await sandbox.run('open(0).read()', type('Ada'));
    expect(error?.hint).toMatch(/use sys\.stdin, or call input\(\)/);
  });
});
