// @module-tag long
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import page from '../../../docs/getting-started-library.md?raw';
import { Sandbox } from '../../../src/entries/index.ts';
import { describeChart } from '../../../src/entries/sandbox.ts';
import { needsSuspending } from '../sandbox/needsSuspending.ts';
import { KNOWS_USING, runBlock } from './runBlock.ts';

/** The blocks up to the ones that take a model, under the headings that they stand below. */
function blocksOf(text: string): [heading: string, code: string][] {
  const [withoutModel = ''] = text.split('## With a model');
  const sections = withoutModel.split(/^## /m).slice(1);
  return sections.flatMap((section) => {
    const [heading = ''] = section.split('\n');
    const blocks = section.matchAll(/^```ts\n([\s\S]*?)^```$/gm);
    return [...blocks].map(([, code = '']): [string, string] => [heading, code]);
  });
}

describe('getting started with the library', () => {
  const made: Sandbox[] = [];
  let sandbox: Sandbox;
  beforeAll(async () => {
    const create = Sandbox.create.bind(Sandbox);
    vi.spyOn(Sandbox, 'create').mockImplementation(async (options) => {
      // The page of the tests does not lie beside the engine.
      const created = await create({ assets: '/pyodide/', ...options });
      made.push(created);
      return created;
    });
    sandbox = await Sandbox.create();
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    for (const each of made) await each.close();
    await Sandbox.forget('lesson 3');
  });

  it.for(blocksOf(page))('%s: does what it says', async ([, code], context) => {
    if (/onInput|from tools import/.test(code)) needsSuspending(context);
    context.skip(code.includes("'numpy'"), 'no numpy is served; sandbox/packages/imports.test.ts preloads modules');
    context.skip(/\busing /.test(code) && !KNOWS_USING, 'this browser does not know `using`, which builds translate');
    const failed: string[] = [];
    const run = vi.spyOn(Sandbox.prototype, 'run');
    const drawn: unknown[] = [];
    await runBlock(
      code,
      {
        Sandbox,
        describeChart,
        sandbox,
        code: `print("Hello", ${code.includes('onInput') ? 'input()' : '"you"'})`,
        draw: (thing: unknown) => drawn.push(thing),
        window: { prompt: () => 'Ada' },
        fetch: async () => Response.json([{ month: 'January', sold: 45 }]),
      },
      (value, said) => expect(value).toEqual(said),
    );
    for (const [index, { value }] of run.mock.settledResults.entries()) {
      if (!value.ok) failed.push(String(run.mock.calls[index]?.[0]));
    }
    run.mockRestore();
    expect(failed).toEqual(code.includes('1 / 0') ? ['1 / 0'] : []);
    if (code.includes('onOutput')) expect(drawn).toContain('stdout: Hello Ada\n');
  });
});
