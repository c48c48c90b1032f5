import { Chats, type GoogleGenAI, type Live, type Models } from '@google/genai';
import { checkLocalPythonOptions } from '../answer/checkOptions.ts';
import type { LocalPythonOptions } from '../answer/options.ts';
import { KnownFiles } from '../answer/request/knownFiles.ts';
import { importChunk } from '../async/importChunk.ts';
import { openedOnce } from '../async/openedOnce.ts';
import { localFiles } from './files/localFiles.ts';
import type { GeminiResponder } from './geminiResponder.ts';
import type { InteractionsApi } from './interactions/wire.ts';
import { once, refuseServerOnly } from './serverOnly.ts';

/**
 * Makes a client that behaves like `ai`, except that the code of requests with the `codeExecution` tool runs in the sandbox. The responses
 * are those that the server would have sent. `ai` itself does not change. `batches`, which runs code only on Google's servers, rejects
 * such requests with `InvalidOptionError`, unless the mode is `'server'`.
 *
 * @throws InvalidOptionError if an option has an invalid value
 * @see https://ai.google.dev/gemini-api/docs/code-execution
 * @example
 * ```ts
 * import { GoogleGenAI } from '@google/genai';
 * import { Sandbox, withLocalPython } from 'glovebox';
 *
 * const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: () => Sandbox.create() });
 * const response = await ai.models.generateContent({
 *   model: 'gemini-3.8-flash',
 *   contents: 'What is the sum of the first 50 prime numbers? Generate and run code.',
 *   config: { tools: [{ codeExecution: {} }] },
 * });
 * console.log(response.executableCode, response.codeExecutionResult, response.text);
 * ```
 */
export function withLocalPython(ai: GoogleGenAI, options: LocalPythonOptions): GoogleGenAI {
  checkLocalPythonOptions(options);
  const files = new KnownFiles(options.readFile);
  const openResponder = responderFor(ai, options, files);
  const models = localModels(ai.models, openResponder);
  return Object.create(ai, {
    ...(options.mode !== 'server' && refuseServerOnly(ai)),
    models: { value: models, enumerable: true },
    chats: { value: localChats(ai.models, openResponder), enumerable: true },
    ...(options.mode !== 'server' && { caches: once(() => localCaches(ai.caches, openResponder)) }),
    files: once(() => localFiles(ai.files, files)),
    interactions: once(() => localInteractions(ai, openResponder)),
    live: once(() => localLive(ai, openResponder, { options, files })),
  });
}

type Caches = GoogleGenAI['caches'];

/** Loads the responder of a client when it is first needed. */
function responderFor(ai: GoogleGenAI, options: LocalPythonOptions, files: KnownFiles): () => Promise<GeminiResponder> {
  return openedOnce(async () => {
    const { GeminiResponder } = await importChunk(() => import('./geminiResponder.ts'));
    return new GeminiResponder(ai, options, files);
  });
}

/** Overrides the methods of the Interactions API. The class that the SDK made them of stays the same. */
function localInteractions(
  ai: GoogleGenAI,
  openResponder: () => Promise<GeminiResponder>,
): GoogleGenAI['interactions'] {
  const original = ai.interactions;
  const open = openedOnce(async () => {
    const { LocalInteractions } = await importChunk(() => import('./interactions/localInteractions.ts'));
    return new LocalInteractions(original as InteractionsApi, await openResponder(), isExpress(ai));
  });
  const call =
    (name: 'create' | 'get' | 'delete' | 'cancel') =>
    async (...given: never[]) => {
      const local = await open();
      return Reflect.apply(local[name], local, given);
    };
  const methods = { create: call('create'), get: call('get'), delete: call('delete'), cancel: call('cancel') };
  return Object.assign(Object.create(original), methods);
}

/** Overrides the methods of the Caches API that concern tools. */
function localCaches(original: Caches, open: () => Promise<GeminiResponder>): Caches {
  const methods: Pick<Caches, 'create' | 'delete'> = {
    create: async (params) => (await open()).caches.create(params),
    delete: async (params) => (await open()).caches.delete(params),
  };
  return Object.assign(Object.create(original), methods);
}

/** Gives each chat models of its own, which know the chat: its requests may share a sandbox. */
function localChats(original: Models, open: () => Promise<GeminiResponder>): Chats {
  // Chats only passes its second argument to Chat, which never uses it.
  const chatsOf = (models: Models) => new Chats(models, undefined as never);
  const create: Chats['create'] = (params) => chatsOf(localModels(original, open, {})).create(params);
  return Object.assign(chatsOf(localModels(original, open)), { create });
}

/** Overrides the method that opens a Live session. */
function localLive(
  ai: GoogleGenAI,
  openResponder: () => Promise<GeminiResponder>,
  context: { options: LocalPythonOptions; files: KnownFiles },
): Live {
  const open = openedOnce(async () => {
    const { LocalLive } = await importChunk(() => import('./live/localLive.ts'));
    return new LocalLive(ai.live, { ...context, responder: await openResponder(), hasToken: hasToken(ai) });
  });
  const connect: Live['connect'] = async (params) => (await open()).connect(params);
  return Object.assign(Object.create(ai.live), { connect });
}

/** Whether the client uses Vertex AI with a key. The SDK drops a project then. */
function isExpress(ai: GoogleGenAI): boolean {
  return ai.vertexai && Reflect.get(ai, 'apiKey') !== undefined && Reflect.get(ai, 'project') === undefined;
}

/** Whether the key is an ephemeral token. The SDK recognizes them in the same way. */
function hasToken(ai: GoogleGenAI): boolean {
  const key: unknown = Reflect.get(ai, 'apiKey');
  return typeof key === 'string' && key.startsWith('auth_tokens/');
}

/** Overrides the methods that concern code. The SDK's are arrow functions on the instance, so an object that inherits from it can have its own. */
function localModels(original: Models, open: () => Promise<GeminiResponder>, chat?: object): Models {
  const models: Pick<Models, 'generateContent' | 'generateContentStream' | 'countTokens' | 'computeTokens'> = {
    countTokens: async (params) => original.countTokens(await (await open()).encodeForCounting(params)),
    computeTokens: async (params) => {
      const { contents } = await (await open()).encodeForCounting({ model: params.model, contents: params.contents });
      return original.computeTokens({ ...params, contents });
    },
    generateContent: async (params) => (await open()).unary(params, chat),
    generateContentStream: async (params) => {
      const chunks = (await open()).streamed(params, chat);
      // As with the SDK, a refused request rejects the call itself, not the first iteration over its chunks.
      return resume(await chunks.next(), chunks);
    },
  };
  return Object.assign(Object.create(original), models);
}

async function* resume<Value>(
  first: IteratorResult<Value, void>,
  rest: AsyncGenerator<Value, void>,
): AsyncGenerator<Value> {
  try {
    if (first.done) return;
    yield first.value;
    yield* rest;
  } finally {
    await rest.return();
  }
}
