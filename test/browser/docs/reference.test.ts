// @module-tag long
/** The examples of the reference that need a sandbox and nothing else: they run, and each value is the one that stands beside it. */
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import sandboxPage from '../../../docs/api/sandbox.md?raw';
import toolPage from '../../../docs/api/tool.md?raw';
import * as sandboxEntry from '../../../src/entries/sandbox.ts';
import * as toolEntry from '../../../src/entries/tool.ts';
import { ASSETS, keepEngine } from '../sandbox/freshSandbox.ts';
import { needsSuspending } from '../sandbox/needsSuspending.ts';
import { KNOWS_USING, runBlock } from './runBlock.ts';

const { Sandbox } = sandboxEntry;

keepEngine();

/** The examples, with the headings of the class and of the method that they are below. */
function examplesIn(page: string): [of: string, code: string][] {
  const examples: [string, string][] = [];
  for (const section of page.split(/^### /m).slice(1)) {
    for (const part of section.split(/^##### (?=.*\n)/m)) {
      const [, code] = /^#+ Example\n\n```ts\n([\s\S]*?)^```$/m.exec(part) ?? [];
      const names = new Set([section, part].map((text) => text.split('\n', 1)[0] ?? ''));
      if (code !== undefined) examples.push([[...names].join(' '), code]);
    }
  }
  return examples;
}

const EXAMPLES = [sandboxPage, toolPage].flatMap(examplesIn);

const made: sandboxEntry.Sandbox[] = [];
beforeEach(() => {
  const create = Sandbox.create.bind(Sandbox);
  vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.spyOn(Sandbox, 'create').mockImplementation(async (options) => {
    // The page of the tests does not lie beside the engine.
    const created = await create({ assets: ASSETS, ...options });
    made.push(created);
    return created;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  Sandbox.limit = Number.POSITIVE_INFINITY;
  for (const each of made.splice(0)) await each.close();
});
afterAll(() => Sandbox.forget('lesson 3'));

describe('the example of the reference', () => {
  it('is there for each method of a sandbox', () => {
    expect(EXAMPLES.length).toBeGreaterThan(50);
    expect(EXAMPLES.map(([of]) => of)).toContain('Sandbox run()');
  });

  it.for(EXAMPLES)('of %s does what it says', async ([, code], context) => {
    if (/onInput|from tools import/.test(code)) needsSuspending(context);
    context.skip(/matplotlib|no_such_module/.test(code), 'it would download packages');
    context.skip(/\busing /.test(code) && !KNOWS_USING, 'this browser does not know `using`, which builds translate');
    const given = { ...sandboxEntry, ...toolEntry };
    await runBlock(code, given, (value, said) => expect(value).toEqual(said));
  });
});
