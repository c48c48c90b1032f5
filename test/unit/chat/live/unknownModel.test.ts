import { GoogleGenAI } from '@google/genai';
import { expect, it } from 'vitest';
import { explainError } from '../../../../src/chat/errors/explainError.ts';
import { connect } from '../../../../src/chat/live/connect.ts';
import { MODELS } from '../../../../src/chat/live/settings.ts';
import { knownModels, withKnownModels } from '../../../../src/chat/live/unknownModel.ts';

const REFUSAL = 'models/gemini-3-pro-preview is not found for API version v1, or is not supported for generateContent.';
const listed = (name: string, supportedGenerationMethods = ['generateContent']) => ({
  name: `models/${name}`,
  supportedGenerationMethods,
});

/** What is told where the API refuses the model, and lists these. */
async function askUnknown(list: Response, refusal: object | string): Promise<unknown> {
  const fetch = async (input: unknown) => {
    if (/\/models\?/.test(String(input)) || /\/models$/.test(String(input))) return list;
    return typeof refusal === 'string'
      ? new Response(refusal, { status: 404 })
      : Response.json(refusal, { status: 404 });
  };
  const access = { apiKey: 'test', model: 'gemini-3-pro-preview', httpOptions: { fetch: fetch as never } };
  const connection = await connect(access, () => Promise.reject(new Error('Nothing is run.')));
  const { signal } = new AbortController();
  return connection.ask({ question: 'Hello?', files: [], signal, onEvent: () => {} }).catch((error: unknown) => error);
}

const notFound = { error: { code: 404, message: REFUSAL, status: 'NOT_FOUND' } };
const list = (...models: object[]) => Response.json({ models });

it('a model that the API does not know is answered with those that it knows, in the error and in the settings', async () => {
  expect(knownModels()).toBe(MODELS);
  const error = await askUnknown(
    list(
      listed('gemini-flash-latest'),
      listed('gemini-3.5-flash-lite'),
      listed('gemini-3.9-flash'),
      listed('gemini-3.5-flash'),
      listed('gemini-3.1-flash-image'),
      listed('gemini-3.8-live', ['bidiGenerateContent']),
      listed('gemini-embedding-2', ['embedContent']),
      listed('gemma-4-31b-it'),
    ),
    notFound,
  );
  const named = ['gemini-3.9-flash', 'gemini-3.5-flash', 'gemini-3.5-flash-lite', 'gemini-flash-latest'];
  expect(explainError(error)).toMatchObject({
    title: 'There is no such model',
    detail: `${REFUSAL} Models for this key: ${named.join(', ')}.`,
    remedy: 'model',
  });
  expect(knownModels()).toEqual(named);
});

it("a list of models that can't be downloaded changes nothing of what is told", async () => {
  const refused = Response.json({ error: { code: 403, message: 'No.', status: 'PERMISSION_DENIED' } }, { status: 403 });
  const explained = { title: 'There is no such model', detail: REFUSAL };
  expect(explainError(await askUnknown(refused, notFound))).toMatchObject(explained);
  expect(explainError(await askUnknown(list(), notFound))).toMatchObject(explained);
});

it('a proxy that is none is not asked for its models', async () => {
  const error = await askUnknown(list(listed('gemini-3.9-flash')), '<!DOCTYPE html><title>404 Not Found</title>');
  expect(explainError(error)).toMatchObject({
    title: 'The answer did not come from the Gemini API',
    remedy: 'address',
  });
});

it('a model that the Interactions API does not know is answered in the same way', async () => {
  const fetch = async (input: unknown) =>
    input instanceof Request
      ? Response.json({ error: { message: 'There is no model "old".', code: 'model_not_found' } }, { status: 404 })
      : list(listed('gemini-3.9-flash'));
  const ai = new GoogleGenAI({ apiKey: 'test', httpOptions: { fetch: fetch as never } });
  const error = await ai.interactions.create({ model: 'old', input: 'Hello?' }).catch((reason: unknown) => reason);
  const explained = await withKnownModels(error, ai);
  expect(explained).toMatchObject({
    message: 'There is no model "old". Models for this key: gemini-3.9-flash.',
    models: ['gemini-3.9-flash'],
  });
});
