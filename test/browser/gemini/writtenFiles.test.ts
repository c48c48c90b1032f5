/** Files that code really wrote, as parts of the answer. */
import type { GenerateContentConfig } from '@google/genai';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LocalCodeExecution } from '../../../src/answer/options.ts';
import { fromBase64 } from '../../../src/bytes/base64.ts';
import { runsOf } from '../../../src/gemini/runsOf.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';
import { call, MODEL, play } from './play.ts';

shareSandbox();
beforeEach(() => sandbox.reset());

describe('the files that code wrote', () => {
  it('come with the answer, also if its sandbox is closed by then', async () => {
    const program = `
import os
os.mkdir("out")
with open("out/table.csv", "w") as file: file.write("a,b\\n1,2\\n")
with open("data.bin", "wb") as file: file.write(bytes(range(256)))
print("written")`;
    const { ai, report } = await play({ turns: [{ parts: [call(program)] }, { parts: [{ text: 'Done.' }] }] });
    const codeExecution: LocalCodeExecution = { files: 'parts', sandbox: 'request' };
    const config: GenerateContentConfig = { tools: [{ codeExecution }] };
    const [run] = runsOf(await ai.models.generateContent({ model: MODEL, contents: 'Write.', config }));
    expect(run).toMatchObject({ outcome: 'OUTCOME_OK', output: 'written\n', pictures: [] });
    const files = run?.files.toSorted((one, other) => one.name.localeCompare(other.name)) ?? [];
    expect(files.map(({ name, mimeType }) => [name, mimeType])).toEqual([
      ['data.bin', 'application/octet-stream'],
      ['out/table.csv', 'text/csv'],
    ]);
    expect([...fromBase64(files[0]?.data ?? '')]).toEqual([...Array(256).keys()]);
    expect(atob(files[1]?.data ?? '')).toBe('a,b\n1,2\n');
    expect(JSON.stringify((await report()).requests)).not.toContain(files[1]?.data);
  });
});
