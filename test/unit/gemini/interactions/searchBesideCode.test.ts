import { describe, expect, it } from 'vitest';
import type { Script } from '../../../support/geminiFake/script/script.ts';
import { collect, playLocally, runPython } from '../client/play.ts';
import { ASK, bodiesOf, typesOf } from './ask.ts';

const search = { type: 'google_search' as const };
const tools = [...ASK.tools, search];
const print = () => '42\n';
const FENCED = {
  turns: [{ parts: [{ text: 'Let me see.\n```python\nprint(6 * 7)\n```\n' }] }, { parts: [{ text: 'It is 42.' }] }],
};
/** The model searches, and then calls for code. */
const SEARCHED: Script['turns'] = [
  {
    parts: [
      { toolCall: { toolType: 'GOOGLE_SEARCH_WEB', args: { queries: ['answers'] } } },
      { toolResponse: { toolType: 'GOOGLE_SEARCH_WEB', response: { search_suggestions: '' } } },
      runPython('print(6 * 7)'),
    ],
  },
  { parts: [{ text: 'It is 42.' }] },
];

describe("Google's search beside code", () => {
  it('is used by a model that takes functions beside it', async () => {
    const turns = [{ parts: [runPython('print(6 * 7)')] }, { parts: [{ text: 'It is 42.' }] }];
    const { ai, script } = playLocally({ turns }, { print });
    const { output_text: text } = await ai.interactions.create({ ...ASK, model: 'gemini-3.5-flash', tools });
    expect(text).toBe('It is 42.');
    expect(bodiesOf(script)[0]?.tools?.map(({ type }) => type)).toEqual(['google_search', 'function']);
    expect(script.refusals()).toEqual([]);
  });

  it.each([false, true])(
    'is kept if the model takes no functions: it writes its code as text (stream: %s)',
    async (stream) => {
      const { ai, ran, script } = playLocally(FENCED, { print });
      const asked = { ...ASK, model: 'gemini-3.6-flash', tools };
      const steps = stream
        ? (await collect(await ai.interactions.create({ ...asked, stream: true }))).flatMap((event) =>
            event.event_type === 'step.start' ? [event.step] : [],
          )
        : (await ai.interactions.create(asked)).steps;
      expect(ran).toEqual(['print(6 * 7)\n']);
      expect(typesOf(steps)).toEqual(['model_output', 'code_execution_call', 'code_execution_result', 'model_output']);
      const [refused, ...sent] = bodiesOf(script);
      expect(refused?.tools?.map(({ type }) => type)).toEqual(['google_search', 'function']);
      expect(sent.map((body) => body.tools?.map(({ type }) => type))).toEqual([['google_search'], ['google_search']]);
      expect(script.refusals()).toHaveLength(1);
    },
  );

  it('is asked for the right way at once, once a model has refused the other', async () => {
    const { ai, script } = playLocally({ turns: [...FENCED.turns, ...FENCED.turns] }, { print });
    const asked = { ...ASK, model: 'gemini-3.6-flash', tools };
    await ai.interactions.create(asked);
    expect((await ai.interactions.create(asked)).output_text).toBe('It is 42.');
    expect(script.refusals()).toHaveLength(1);
  });

  it.each([
    ['refused', false],
    ['refused', true],
    ['mismatched', true],
  ] as const)(
    "goes on after the search if the server can't go on from it itself (%s, stream: %s)",
    async (serverToolHistory, stream) => {
      const { ai, script } = playLocally({ turns: SEARCHED, behaviors: { serverToolHistory } }, { print });
      const asked = { ...ASK, model: 'gemini-3.5-flash', tools };
      const steps = stream
        ? (await collect(await ai.interactions.create({ ...asked, stream: true }))).flatMap((event) =>
            event.event_type === 'step.start' ? [event.step] : [],
          )
        : (await ai.interactions.create(asked)).steps;
      expect(typesOf(steps)).toEqual([
        'google_search_call',
        'google_search_result',
        'code_execution_call',
        'code_execution_result',
        'model_output',
      ]);
      const last = bodiesOf(script).at(-1);
      expect(last).not.toHaveProperty('previous_interaction_id');
      expect(typesOf(last?.input as { type: string }[])).toEqual(['user_input', 'function_call', 'function_result']);
    },
  );

  it('goes on with the steps of the search if nothing is stored', async () => {
    const { ai, script } = playLocally({ turns: SEARCHED }, { print });
    const asked = { ...ASK, model: 'gemini-3.5-flash', tools, store: false };
    expect((await ai.interactions.create(asked)).output_text).toBe('It is 42.');
    const last = bodiesOf(script).at(-1);
    expect(typesOf(last?.input as { type: string }[])).toContain('google_search_result');
    expect(script.refusals()).toEqual([]);
  });

  it('goes on from there in the next turn', async () => {
    const { ai, script } = playLocally({ turns: [...SEARCHED, { parts: [{ text: 'Sure.' }] }] }, { print });
    const asked = { ...ASK, model: 'gemini-3.5-flash', tools };
    const { id } = await ai.interactions.create(asked);
    const next = await ai.interactions.create({ ...asked, input: 'Sure?', previous_interaction_id: id });
    expect(next.output_text).toBe('Sure.');
    expect(script.turnsLeft()).toBe(0);
  });
});
