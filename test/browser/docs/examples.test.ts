// @module-tag long
import { setDefaultBaseUrls } from '@google/genai';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { Sandbox } from '../../../src/entries/index.ts';
import { EXAMPLE_SCRIPTS } from '../../support/examples/scripts.ts';
import type { ScriptedExample } from '../../support/examples/turns.ts';

const FILES = import.meta.glob([
  '../../../examples/*.ts',
  '../../../examples/interactions/*.ts',
  '!../../../examples/apiKey.ts',
]);
const EXAMPLES = Object.entries(FILES).map(([path, load]) => ({ name: /(\w+)\.ts$/.exec(path)?.[1] ?? '', load }));

/** Modules run once: this is the same one, to be run another time. */
const FUNCTION_DECLARATIONS = import.meta.glob('../../../examples/functionDeclarations.ts', { query: '?again' });

const LIVE = import.meta.glob('../../../examples/live.ts', { query: '?again' });

const sandboxes: Promise<Sandbox>[] = [];

beforeEach(() => {
  sessionStorage.setItem('Gemini API key', 'test');
  document.body.replaceChildren();
  const create = Sandbox.create.bind(Sandbox);
  vi.spyOn(Sandbox, 'create').mockImplementation((options) => {
    // The page of the tests does not lie beside the engine.
    const created = create({ assets: '/pyodide/', ...options });
    sandboxes.push(created);
    return created;
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  for (const sandbox of sandboxes.splice(0)) await (await sandbox).close();
});

/** Lets the clients that are made from now on ask a fake that plays the script. */
async function play({ turns, behaviors }: ScriptedExample) {
  const body = JSON.stringify({ turns, behaviors });
  const response = await fetch(`${inject('fakeGemini')}/scripts`, { method: 'POST', body });
  const { id, baseUrl } = await response.json();
  setDefaultBaseUrls({ geminiUrl: baseUrl });
  return async () => (await fetch(`${inject('fakeGemini')}/scripts/${id}/requests`)).json();
}

function listen(): () => string {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  // The SDK's, at every `response.text` with other parts beside the text.
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  return () => log.mock.calls.map((values) => values.join(' ')).join('\n');
}

/** Decodes them, which fails where they are no pictures. */
async function picturesOnPage(): Promise<number> {
  const pictures = [...document.querySelectorAll('img')];
  await Promise.all(pictures.map((picture) => picture.decode()));
  return pictures.length;
}

function expectInOrder(logged: string, texts: readonly string[]): void {
  let from = 0;
  for (const text of texts) {
    expect(logged.slice(from)).toContain(text);
    from = logged.indexOf(text, from) + text.length;
  }
}

describe('the example', () => {
  it.each(EXAMPLES)('$name runs as it is, with Python that computes what it logs', async ({ name, load }) => {
    const scripted = EXAMPLE_SCRIPTS[name];
    if (!scripted) throw new Error('test/support/examples/scripts.ts has nothing for it.');
    const report = await play(scripted);
    const logged = listen();
    await load();
    expectInOrder(logged(), scripted.logs);
    expect(await picturesOnPage()).toBe(scripted.pictures ?? 0);
    expect(await report()).toMatchObject({ refusals: [], turnsLeft: 0 });
  });

  it('functionDeclarations is answered though the model calls nothing', async () => {
    const report = await play({ turns: [{ parts: [{ text: 'Dry.' }] }, { parts: [{ text: 'Two days.' }] }], logs: [] });
    const logged = listen();
    for (const load of Object.values(FUNCTION_DECLARATIONS)) await load();
    expectInOrder(logged(), ['Dry.', 'Two days.']);
    expect(logged()).not.toContain('The model calls');
    expect(await report()).toMatchObject({ refusals: [], turnsLeft: 0 });
  });

  it('live answers what is typed to it', async () => {
    const turns = [
      { parts: [{ text: 'Gladly.' }] },
      { expect: [{ textContains: 'And in five?' }], parts: [{ text: 'Less.' }] },
    ];
    const report = await play({ turns, logs: [] });
    const logged = listen();
    for (const load of Object.values(LIVE)) await load();
    const box = document.querySelector('input');
    if (!box) throw new Error('The example has no box.');
    box.value = 'And in five?';
    box.form?.requestSubmit();
    await expect.poll(logged).toContain('Less.');
    expectInOrder(logged(), ['Gladly.', 'You: And in five?', 'Less.']);
    expect(await report()).toMatchObject({ refusals: [], turnsLeft: 0 });
  });

  it('of every script is there', () => {
    expect(EXAMPLES.map(({ name }) => name).sort()).toEqual(Object.keys(EXAMPLE_SCRIPTS).sort());
  });
});
