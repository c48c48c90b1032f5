import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Interactions } from '@google/genai';
import { describe, expect, test } from 'vitest';
import type { Part } from '../../../../support/geminiFake/checks/schema.ts';
import { eventsIn, readEvents } from '../../../../support/geminiFake/interactions/answer/readEvents.ts';
import { serverToolOf } from '../../../../support/geminiFake/interactions/steps.ts';
import type { InteractionResource } from '../../../../support/geminiFake/interactions/store.ts';
import { tryParseJson } from '../../../../support/geminiFake/json.ts';
import { play } from '../client.ts';
import { clientOf, collect, create, ONCE, post, stream } from './client.ts';

/** Answers of the real API; none on a machine that does not have them. */
const FIXTURES = new URL('../../../../../../shared/fixtures/interactions/', import.meta.url);
const RECORDED = ['rust-genai', 'vercel-ai', 'docs-samples']
  .map((name) => new URL(`${name}/`, FIXTURES))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) =>
    readdirSync(folder).map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') })),
  );
if (RECORDED.length === 0)
  console.warn('Skipped what the API was recorded to say: no ../shared/fixtures/interactions.');

const UNARY = RECORDED.filter(({ name }) => name.endsWith('.json')).map(({ name, text }) => [name, text] as const);
/** Of some, each line is the data of an event. */
const STREAMS = RECORDED.filter(({ name }) => name.endsWith('.txt')).map(({ name, text }) => {
  const events = name.endsWith('.chunks.txt') ? text.split('\n').map(tryParseJson) : eventsIn(text);
  return [name, events.filter((event): event is object => event instanceof Object)] as const;
});

/** Those whose content a script's parts can give. */
const PLAIN_STREAMS = STREAMS.filter(([, events]) => !readEvents(events)?.steps?.some(serverToolOf));

/** What asks for an answer with such steps: it has the tools that are used. */
function requestFor({ model, id, steps = [] }: InteractionResource) {
  const functions = steps.flatMap(({ type, name = '' }) =>
    type === 'function_call' ? { type: 'function', name } : [],
  );
  const serverTools = [...new Set(steps.flatMap((step) => serverToolOf(step) ?? []))].map((type) => ({ type }));
  return { model: String(model), tools: [...functions, ...serverTools] as Interactions.Tool[], store: Boolean(id) };
}

/** The parts that a script would have, so that the fake says the same in its own words; it thinks first by itself. */
function partsFor({ steps = [] }: InteractionResource): Part[] {
  return steps.flatMap(({ type, content = [], name = '', arguments: args }): Part[] => {
    if (type === 'function_call') return [{ functionCall: { name, args: Object(args) } }];
    return content.map(({ text = '' }) => ({ text }));
  });
}

/** The names and kinds of values, with those that the API gives to some answers alone left out. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  const { raw_prompt_token: _, arguments: args, ...rest } = value as Record<string, unknown>;
  const entries = Object.entries(rest).map(([name, member]) => [name, shapeOf(member)]);
  return { ...Object.fromEntries(entries), ...(args !== undefined && { arguments: typeof args }) };
}

describe.runIf(UNARY.length > 0)('a recorded answer', () => {
  test.each(UNARY)('is played as it is, and kept: %s', async (_, recorded) => {
    const resource: InteractionResource = JSON.parse(recorded);
    const script = play({ recorded });
    expect(await create(script, requestFor(resource))).toMatchObject(resource);
    if (resource.id) expect((await clientOf(script).get(resource.id, {}, ONCE)).id).toBe(resource.id);
  });

  test.each(UNARY)('has the shape that the fake gives to the same content: %s', async (_, recorded) => {
    const resource: InteractionResource = JSON.parse(recorded);
    const script = play({ parts: partsFor(resource) });
    const made = await (await post(script, { input: 'Hi', ...requestFor(resource) })).json();
    expect(Object.keys(made as object)).toEqual(Object.keys(resource));
    expect(shapeOf(made)).toEqual(shapeOf(resource));
  });
});

describe.runIf(STREAMS.length > 0)('a recorded stream', () => {
  test.each(STREAMS)('is played as it is: %s', async (_, events) => {
    const resource = readEvents(events);
    expect(resource?.steps?.length).toBeGreaterThan(0);
    const script = play({ events: events as Record<string, unknown>[] });
    expect(await stream(script, requestFor(resource as InteractionResource))).toEqual(events);
    if (resource?.id)
      expect(await collect(await clientOf(script).get(resource.id, { stream: true }, ONCE))).toEqual(events);
  });

  test.each(PLAIN_STREAMS)('has the shape that the fake gives to the same content: %s', async (_, events) => {
    const resource = readEvents(events) as InteractionResource;
    const made = await stream(play({ parts: partsFor(resource) }), requestFor(resource));
    expect(made.filter(isNoSecondText).map(shapeOf)).toEqual(events.filter(isNoSecondText).map(shapeOf));
  });

  test.each(PLAIN_STREAMS)('is kept as the whole answer would be: %s', async (_, events) => {
    const resource = readEvents(events) as InteractionResource;
    const whole = await create(play({ parts: partsFor(resource) }), requestFor(resource));
    // Streams of Gemini 2.5 begin calls with an empty signature.
    const kept = (resource.steps ?? []).map(({ signature, ...step }) => ({ ...step, ...(signature && { signature }) }));
    expect(shapeOf(kept)).toEqual(shapeOf(whole.steps));
  });
});

/** How many deltas a text comes in is the server's choice. */
function isNoSecondText(event: object, index: number, events: readonly object[]): boolean {
  const isText = (candidate: object | undefined) => shapeKind(candidate) === 'text';
  return !(isText(event) && isText(events[index - 1]));
}

function shapeKind(event: object | undefined): unknown {
  return event && 'delta' in event ? Object(event.delta).type : undefined;
}
