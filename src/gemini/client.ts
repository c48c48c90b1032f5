import { Chats, type GoogleGenAI, type Models } from '@google/genai';
import { importChunk } from '../async/importChunk.ts';
import type { Responder } from './loop/responder.ts';
import { checkLocalPythonOptions, type LocalPythonOptions } from './options.ts';
import { refuseServerOnly } from './serverOnly.ts';

/**
 * Gives a client that is `ai` in all but one thing: a request with the `codeExecution` tool has its code run in the sandbox. The
 * responses are what the server would have sent. `ai` itself is not changed. What can have code run only on Google's servers
 * (`interactions`, `live`, `batches`, `caches`) rejects with `InvalidOptionError` if it is asked to, unless the mode is `'server'`.
 *
 * @throws InvalidOptionError where an option has a value that cannot be used
 * @see https://ai.google.dev/gemini-api/docs/code-execution
 */
export function withLocalPython(ai: GoogleGenAI, options: LocalPythonOptions): GoogleGenAI {
  checkLocalPythonOptions(options);
  // The question that first needs the sandbox is told why there is none.
  if (typeof options.sandbox !== 'function') Promise.resolve(options.sandbox).catch(() => {});
  const models = localModels(ai.models, responderFor(ai, options));
  // Chats never uses its second argument but to hand it on to a Chat, which never uses it.
  const chats = new Chats(models, undefined as never);
  return Object.create(ai, {
    ...(options.mode !== 'server' && refuseServerOnly(ai)),
    models: { value: models, enumerable: true },
    chats: { value: chats, enumerable: true },
  });
}

/** Gives the one that answers all requests of a client. It is loaded when it is first needed. */
function responderFor(ai: GoogleGenAI, options: LocalPythonOptions): () => Promise<Responder> {
  let responder: Responder | undefined;
  return async () => {
    const { Responder } = await importChunk(() => import('./loop/responder.ts'));
    responder ??= new Responder(ai, options);
    return responder;
  };
}

/** The SDK's own properties are arrow functions on the instance, so an object that inherits from it can have others. */
function localModels(original: Models, open: () => Promise<Responder>): Models {
  const models: Pick<Models, 'generateContent' | 'generateContentStream'> = {
    generateContent: async (params) => (await open()).unary(params),
    generateContentStream: async (params) => {
      const chunks = (await open()).streamed(params);
      // As with the SDK, a request that is refused rejects the call, not the first turn of the loop over its chunks.
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
