// @module-tag long
import type { GenerateContentConfig } from '@google/genai';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LocalPythonOptions } from '../../../src/entries/index.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';
import { kinds, MODEL, OLD_MODEL, partsOf, play, WITH_CODE_EXECUTION } from './play.ts';

shareSandbox();
beforeEach(() => sandbox.reset());

describe('a model that cannot call functions', () => {
  it('writes programs between fences, is shown what they print, and is kept from making that up', async () => {
    const { ai, report } = await play(
      {
        turns: [
          { parts: [{ text: 'First:\n```python\nx = 41\n```\n' }, { text: 'then\n```python\nprint(x + 1)\n```\n' }] },
          { expect: [{ textContains: '42' }], parts: [{ text: 'It is 42.' }] },
          { expect: [{ textContains: 'Sure?' }], parts: [{ text: 'Yes.' }] },
        ],
      },
      { protocol: 'fences' },
    );
    const chat = ai.chats.create({ model: OLD_MODEL, config: WITH_CODE_EXECUTION });
    const response = await chat.sendMessage({ message: 'Run.' });
    expect(kinds(response)).toEqual([
      'text',
      'executableCode',
      'text',
      'executableCode',
      'codeExecutionResult',
      'codeExecutionResult',
      'text',
    ]);
    expect((await chat.sendMessage({ message: 'Sure?' })).text).toBe('Yes.');
    const { requests, refusals } = await report();
    expect(refusals).toEqual([]);
    expect(requests[0]?.body.tools ?? []).toEqual([]);
    expect(requests[0]?.body.generationConfig?.stopSequences).toEqual(['```output']);
    const said = requests
      .at(-1)
      ?.body.contents.flatMap(({ parts }) => parts ?? [])
      .map(({ text }) => text);
    expect(said?.join('')).toContain('```python\nprint(x + 1)\n```');
    expect(said?.join('')).toContain('```output\n42\n```\nOUTCOME_OK');
  });

  it('and is cut off in the middle of one has nothing run', async () => {
    const { ai } = await play(
      { turns: [{ parts: [{ text: '```python\nhalf = True\n' }], finishReason: 'MAX_TOKENS' }] },
      { protocol: 'fences' },
    );
    const response = await ai.models.generateContent({
      model: OLD_MODEL,
      contents: 'Run.',
      config: WITH_CODE_EXECUTION,
    });
    expect(kinds(response)).toEqual(['text']);
    expect((await sandbox.run('print("half" in globals())')).output).toBe('False\n');
  });
});

describe('JavaScript, for a model that is asked to write it', () => {
  const javascript = (code: string) => ({ functionCall: { name: 'run_javascript', args: { code } } });

  it('is run beside Python, with its own name for the language, and comes back so in later turns', async () => {
    const { ai, report, events } = await play(
      {
        turns: [
          {
            expect: [{ declares: ['run_python', 'run_javascript'] }],
            parts: [javascript('const x = 6\nconsole.log(x * 7)')],
          },
          {
            expect: [{ functionResponse: { name: 'run_javascript', responseContains: '42' } }],
            parts: [javascript('throw new RangeError("x is " + x)')],
          },
          {
            expect: [{ functionResponse: { name: 'run_javascript', responseContains: 'RangeError: x is 6' } }],
            parts: [{ text: 'It is 42.' }],
          },
          { expect: [{ textContains: 'Sure?' }], parts: [{ text: 'Yes.' }] },
        ],
      },
      { languages: ['PYTHON', 'JAVASCRIPT'] },
    );
    const chat = ai.chats.create({ model: MODEL, config: WITH_CODE_EXECUTION });
    const response = await chat.sendMessage({ message: 'Run.' });
    expect(partsOf(response)[0]).toMatchObject({ executableCode: { language: 'JAVASCRIPT' } });
    expect(partsOf(response).flatMap(({ codeExecutionResult }) => codeExecutionResult?.outcome ?? [])).toEqual([
      'OUTCOME_OK',
      'OUTCOME_FAILED',
    ]);
    expect(events.find(({ type }) => type === 'code')).toMatchObject({ language: 'JAVASCRIPT' });
    expect((await chat.sendMessage({ message: 'Sure?' })).text).toBe('Yes.');
    expect((await report()).refusals).toEqual([]);
  });

  it('that never ends times out, and Python keeps its variables', async () => {
    await sandbox.run('kept = 1');
    const { ai } = await play(
      { turns: [{ parts: [javascript('for (;;);')] }, { parts: [{ text: 'Too long.' }] }] },
      { languages: ['JAVASCRIPT'], timeout: 200 },
    );
    const response = await ai.models.generateContent({ model: MODEL, contents: 'Run.', config: WITH_CODE_EXECUTION });
    expect(partsOf(response)[1]?.codeExecutionResult?.outcome).toBe('OUTCOME_DEADLINE_EXCEEDED');
    expect((await sandbox.run('print(kept)')).output).toBe('1\n');
  });
});

describe('what the model is told of the place where its code runs', () => {
  const script: Script = { turns: [{ parts: [{ text: 'Hi.' }] }] };
  const instructionFor = async (config: GenerateContentConfig, options: Partial<LocalPythonOptions> = {}) => {
    const { ai, report } = await play(script, options);
    await ai.models.generateContent({ model: MODEL, contents: 'Hi.', config });
    return (await report()).requests[0]?.body.systemInstruction?.parts?.map(({ text }) => text);
  };

  it('is its version, its libraries and its limits', async () => {
    const [told = ''] = (await instructionFor(WITH_CODE_EXECUTION, { timeout: 5_000 })) ?? [];
    expect(told).toContain(`Python ${sandbox.pythonVersion}`);
    expect(told).toContain('numpy, ');
    expect(told).toContain('5 s');
    expect(told).not.toContain('tensorflow');
  });

  it.each<[string, GenerateContentConfig['systemInstruction']]>([
    ['a string', 'Speak like a pirate.'],
    ['a content', { role: 'user', parts: [{ text: 'Speak like a pirate.' }] }],
    ['a list', ['Speak like a pirate.']],
  ])("comes after the caller's own instruction: %s", async (_, systemInstruction) => {
    const told = await instructionFor({ ...WITH_CODE_EXECUTION, ...(systemInstruction && { systemInstruction }) });
    expect(told).toEqual(['Speak like a pirate.', expect.stringContaining('Python')]);
  });

  it('can be nothing, or in other words', async () => {
    expect(await instructionFor(WITH_CODE_EXECUTION, { instruction: false })).toBeUndefined();
    expect(await instructionFor(WITH_CODE_EXECUTION, { instruction: 'Be brief.' })).toEqual(['Be brief.']);
    const worded = await instructionFor(WITH_CODE_EXECUTION, {
      instruction: ({ timeout }) => `You have ${timeout} ms.`,
    });
    expect(worded).toEqual(['You have 30000 ms.']);
  });
});
