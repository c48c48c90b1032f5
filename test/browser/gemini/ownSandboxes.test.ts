// @module-tag long
/** Requests and chats with a Python of their own. */
import type { GenerateContentConfig } from '@google/genai';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LocalCodeExecution } from '../../../src/answer/options.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';
import { call, MODEL, partsOf, play } from './play.ts';

shareSandbox();
beforeEach(() => sandbox.reset());

const DONE = { parts: [{ text: 'Done.' }] };
const csv = (name: string) => ({ inlineData: { mimeType: 'text/csv', data: btoa(`name\n${name}\n`) } });
const configWith = (codeExecution: LocalCodeExecution): GenerateContentConfig => ({ tools: [{ codeExecution }] });
const outputsOf = (response: Parameters<typeof partsOf>[0]) =>
  partsOf(response).flatMap(({ codeExecutionResult }) => codeExecutionResult?.output ?? []);

describe('answers that have a sandbox each', () => {
  it('see no files and variables of each other, at the same time and later', async () => {
    const program = `
import os
print(sorted(os.listdir()), "kept" in globals(), open("file_1.csv").read().split()[1])
kept = True
open("written.txt", "w").close()`;
    const names = ['anna', 'bert', 'cleo'];
    const asked = names.map(async (name) => {
      const { ai } = await play({ turns: [{ parts: [call(program)] }, DONE] });
      const config = configWith({ sandbox: 'request' });
      return ai.models.generateContent({ model: MODEL, contents: [csv(name), 'Who?'] as never, config });
    });
    const outputs = (await Promise.all(asked)).map(outputsOf);
    expect(outputs).toEqual(names.map((name) => [`['file_1.csv'] False ${name}\n`]));
    expect(await sandbox.files.list()).toEqual([]);
  });
});

describe('two chats of one client', () => {
  it('have their own variables and files, and the functions of the page', async () => {
    sandbox.expose({ greet: { description: '', parameters: {}, execute: () => 'Hello.' } });
    const COUNT = call(
      'count = globals().get("count", 0) + 1\nprint(count)\nimport tools; print(hasattr(tools, "greet"))',
    );
    const { ai } = await play({ turns: Array.from({ length: 3 }, () => [{ parts: [COUNT] }, DONE]).flat() });
    const [one, other] = [1, 2].map(() => ai.chats.create({ model: MODEL, config: configWith({ sandbox: 'chat' }) }));
    const first = outputsOf(await one?.sendMessage({ message: 'Count.' }));
    const second = outputsOf(await other?.sendMessage({ message: 'Count.' }));
    const third = outputsOf(await one?.sendMessage({ message: 'Count.' }));
    expect([first, second, third]).toEqual([['1\nTrue\n'], ['1\nTrue\n'], ['2\nTrue\n']]);
  });
});

describe('another sandbox like one', () => {
  it('begins afresh, with the tools of the first, and lives on without it', async () => {
    await sandbox.run('kept = 1\nopen("written.txt", "w").close()');
    sandbox.expose({ greet: { description: '', parameters: {}, execute: () => 'Hello.' } });
    const first = await sandbox.fork();
    const another = await first.createAnother();
    await first.close();
    try {
      const { output } = await another.run(
        'import os, tools\nprint("kept" in globals(), os.listdir(), hasattr(tools, "greet"))',
      );
      expect(output).toBe('False [] True\n');
    } finally {
      await another.close();
    }
  });
});
