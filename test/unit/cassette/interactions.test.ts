import { GoogleGenAI, type Interactions } from '@google/genai';
import { describe, expect, it } from 'vitest';
import type { Cassette } from '../../../src/cassette/format.ts';
import { CassetteMismatchError } from '../../../src/cassette/match.ts';
import { type CassetteFacts, recordFetch } from '../../../src/cassette/record.ts';
import { type ReplayOptions, replayFetch } from '../../../src/cassette/replay.ts';
import { cassetteScript } from '../../support/geminiFake/script/cassetteScript.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { startFakeGemini } from '../../support/geminiFake/server.ts';
import { json, startScriptedServer } from '../../support/scriptedServer.ts';

const KEY = 'AIzaSyB-0123456789_key-of-nobody-at-all';
const FACTS: CassetteFacts = { name: 'test', title: 'A test', description: '', prompts: ['Add.'] };
const MODEL = 'gemini-3.8-flash';
const TOOLS = [{ type: 'function' as const, name: 'add', parameters: { type: 'object', properties: {} } }];
const TURNS: Script['turns'] = [
  { parts: [{ text: 'So. ' }, { functionCall: { name: 'add', args: { n: 1 } } }] },
  { parts: [{ text: 'It is 2.' }] },
  { parts: [{ text: 'You are welcome.' }] },
];

type Step = Interactions.Step;
type Create = Interactions.CreateModelInteractionParamsNonStreaming;

const clientWith = (fetch: typeof globalThis.fetch, baseUrl = 'http://nowhere.invalid') =>
  new GoogleGenAI({ apiKey: KEY, httpOptions: { fetch, baseUrl } });
const replaying = (cassette: Cassette, options: ReplayOptions = {}) =>
  clientWith(replayFetch(cassette, { pace: 'instant', ...options }));

/** Asks for a whole interaction, or for a stream that is put together again. */
async function create(ai: GoogleGenAI, params: Create, stream: boolean): Promise<{ id: string; steps: Step[] }> {
  if (!stream) return ai.interactions.create({ ...params, stream });
  const steps: Step[] = [];
  let id = '';
  for await (const event of await ai.interactions.create({ ...params, stream })) {
    if (event.event_type === 'step.start') steps.push({ ...event.step });
    const step = steps.at(-1);
    if (event.event_type === 'step.delta' && step?.type === 'thought' && event.delta.type === 'thought_signature')
      Object.assign(step, { signature: event.delta.signature });
    if (event.event_type === 'step.delta' && step?.type === 'function_call' && event.delta.type === 'arguments_delta')
      Object.assign(step, { arguments: JSON.parse(event.delta.arguments ?? '') });
    if (event.event_type === 'step.delta' && event.delta.type === 'text')
      Object.assign(step ?? {}, { content: [{ type: 'text', text: event.delta.text }] });
    if (event.event_type === 'interaction.completed') id = event.interaction.id ?? '';
  }
  return { id, steps };
}

const result = (steps: readonly Step[]) => ({
  type: 'function_result' as const,
  call_id: steps.find((step) => step.type === 'function_call')?.id ?? '',
  name: 'add',
  result: '2',
});

/** Each turn goes on from the one before on the server. */
async function converseStored(ai: GoogleGenAI, stream: boolean): Promise<Step[]> {
  const first = await create(ai, { model: MODEL, tools: TOOLS, input: 'Add.' }, stream);
  const second = await create(
    ai,
    { model: MODEL, tools: TOOLS, input: [result(first.steps)], previous_interaction_id: first.id },
    stream,
  );
  const third = await create(
    ai,
    { model: MODEL, tools: TOOLS, input: 'Thanks.', previous_interaction_id: second.id },
    stream,
  );
  const found = await ai.interactions.get(third.id);
  await ai.interactions.delete(third.id);
  return [...first.steps, ...second.steps, ...third.steps, ...(found.steps ?? [])];
}

/** Each turn sends all steps again. */
async function converseStateless(ai: GoogleGenAI, stream: boolean): Promise<Step[]> {
  const steps: Step[] = [{ type: 'user_input', content: [{ type: 'text', text: 'Add.' }] }];
  const ask = async () => {
    const answer = await create(ai, { model: MODEL, tools: TOOLS, store: false, input: [...steps] }, stream);
    steps.push(...answer.steps);
    return answer;
  };
  steps.push(result((await ask()).steps));
  await ask();
  steps.push({ type: 'user_input', content: [{ type: 'text', text: 'Thanks.' }] });
  await ask();
  return steps;
}

async function record(converse: typeof converseStored, stream: boolean) {
  await using gemini = await startFakeGemini();
  const script = gemini.addScript({ turns: TURNS });
  const recorder = recordFetch(fetch);
  const said = await converse(clientWith(recorder.fetch, script.baseUrl), stream);
  expect(script.refusals()).toEqual([]);
  return { said, cassette: recorder.cassette(FACTS) };
}

const signaturesOf = (steps: readonly Step[]) =>
  steps.flatMap((step) => ('signature' in step && step.signature ? [String(step.signature)] : []));
const textsOf = (steps: readonly Step[]) =>
  steps.flatMap((step) => ('content' in step ? (step.content ?? []) : [])).map((block) => Object(block).text);

const CASES: [string, typeof converseStored, boolean][] = [
  ['stored', converseStored, false],
  ['stored and streamed', converseStored, true],
  ['stateless', converseStateless, false],
  ['stateless and streamed', converseStateless, true],
];

describe('a recorded interaction', () => {
  it.each(CASES)('says the same when it is replayed: %s', async (_, converse, stream) => {
    const { said, cassette } = await record(converse, stream);
    expect(cassette.model).toBe(MODEL);
    const again = await converse(replaying(cassette, { compare: 'request' }), stream);
    expect(textsOf(again)).toEqual(textsOf(said));
    expect(again.map(({ type }) => type)).toEqual(said.map(({ type }) => type));
  });

  it.each(CASES)('has no key, no signature and no id of the account: %s', async (_, converse, stream) => {
    const { said, cassette } = await record(converse, stream);
    const text = JSON.stringify(cassette);
    const signatures = signaturesOf(said);
    expect(signatures.length).toBeGreaterThan(0);
    for (const secret of [KEY, ...signatures]) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/\bv1_[\w-]+/);
    expect(text).toContain('signature-000001');
    if (converse === converseStored) expect(text).toContain('"previous_interaction_id":"interaction-1"');
  });

  it.each(CASES)('is one that the API would take: %s', async (_, converse, stream) => {
    const { cassette } = await record(converse, stream);
    await using gemini = await startFakeGemini();
    const script = gemini.addScript(cassetteScript(cassette, { pace: 'instant' }));
    await converse(clientWith(fetch, script.baseUrl), stream);
    expect(script.refusals()).toEqual([]);
    expect(script.turnsLeft()).toBe(0);
  });

  it('answers a request whose steps have other ids', async () => {
    const { cassette } = await record(converseStateless, false);
    const { input = [] } = Object(cassette.exchanges[1]?.request.interaction);
    const renamed = JSON.parse(JSON.stringify(input).replaceAll(/"(id|call_id)":"[^"]*"/g, '"$1":"another"')) as Step[];
    const answer = await replaying(cassette).interactions.create({ model: MODEL, input: renamed, store: false });
    expect(answer.output_text).toBe('It is 2.');
    const swapped = renamed.map((step) => (step.type === 'function_result' ? { ...step, call_id: 'unknown' } : step));
    const asked = replaying(cassette).interactions.create({ model: MODEL, input: swapped, store: false });
    await expect(asked).rejects.toThrow(/interaction\.input\[\d\]\.call_id/);
  });

  it('goes on from an interaction before the recording, whichever it is', async () => {
    const { baseUrl } = await startScriptedServer([
      json({ id: 'v1_ChdaYSecond', object: 'interaction', status: 'completed', steps: [], model: MODEL }),
    ]);
    const recorder = recordFetch(fetch);
    const ask = (ai: GoogleGenAI, previous: string) =>
      ai.interactions.create({ model: MODEL, input: 'And now?', previous_interaction_id: previous });
    await ask(clientWith(recorder.fetch, baseUrl), 'v1_ChdaYFirst');
    const cassette = recorder.cassette(FACTS);
    expect(JSON.stringify(cassette)).not.toMatch(/ChdaY/);
    expect(await ask(replaying(cassette), 'v1_ChdaYAnother')).toMatchObject({ id: 'interaction-1' });
  });

  it('keeps no id that a refusal quotes, and no address of an uploaded file', async () => {
    const error = { code: 'not_found', message: 'Interaction v1_ChdaYFirst is gone.' };
    const { baseUrl } = await startScriptedServer([json({ error }, 404)]);
    const recorder = recordFetch(fetch);
    const uri = 'https://generativelanguage.googleapis.com/v1beta/files/a1b2c3d4e5f6';
    const ask = (ai: GoogleGenAI) =>
      ai.interactions.create({
        model: MODEL,
        input: [{ type: 'document', uri, mime_type: 'application/pdf' }],
        previous_interaction_id: 'v1_ChdaYFirst',
      });
    await expect(ask(clientWith(recorder.fetch, baseUrl))).rejects.toThrow('is gone');
    const cassette = recorder.cassette(FACTS);
    expect(JSON.stringify(cassette)).not.toMatch(/ChdaY|a1b2c3/);
    await expect(ask(replaying(cassette))).rejects.toThrow('is gone');
  });

  it('that does not match says what differs', async () => {
    const { cassette } = await record(converseStored, false);
    const ai = replaying(cassette);
    const other = ai.interactions.create({ model: MODEL, input: 'Subtract.' });
    await expect(other).rejects.toThrow(/interaction\.input: expected "Add\.", got "Subtract\."/);
    const streamed = ai.interactions.create({ model: MODEL, input: 'Add.', stream: true });
    await expect(streamed).rejects.toThrow(/interaction\.stream/);
    const reason = await ai.models.generateContent({ model: MODEL, contents: 'Add.' }).catch((error) => error);
    expect(reason).toBeInstanceOf(CassetteMismatchError);
    expect(reason.message).toContain(`${MODEL}:generateContent, only to interactions, interactions/{id}.`);
  });
});
