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
