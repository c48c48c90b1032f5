import { Chats, type GoogleGenAI, type Models } from '@google/genai';
import { importChunk } from '../async/importChunk.ts';
import type { Responder } from './loop/responder.ts';
import { checkLocalPythonOptions, type LocalPythonOptions } from './options.ts';
import { refuseServerOnly } from './serverOnly.ts';

/**
 * Makes a client that behaves like `ai`, except that the code of requests with the `codeExecution` tool runs in the sandbox. The responses
 * are those that the server would have sent. `ai` itself does not change. APIs that run code only on Google's servers (`interactions`,
 * `live`, `batches`, `caches`) reject such requests with `InvalidOptionError`, unless the mode is `'server'`.
 *
 * @throws InvalidOptionError if an option has an invalid value
 * @see https://ai.google.dev/gemini-api/docs/code-execution
 */
export function withLocalPython(ai: GoogleGenAI, options: LocalPythonOptions): GoogleGenAI {
  checkLocalPythonOptions(options);
  // The first question that needs the sandbox reports its failure.
  if (typeof options.sandbox !== 'function') Promise.resolve(options.sandbox).catch(() => {});
  const models = localModels(ai.models, responderFor(ai, options));
  // Chats only passes its second argument to Chat, which never uses it.
  const chats = new Chats(models, undefined as never);
  return Object.create(ai, {
    ...(options.mode !== 'server' && refuseServerOnly(ai)),
    models: { value: models, enumerable: true },
    chats: { value: chats, enumerable: true },
  });
}

/** Loads the responder of a client when it is first needed. */
function responderFor(ai: GoogleGenAI, options: LocalPythonOptions): () => Promise<Responder> {
  let responder: Responder | undefined;
  return async () => {
    const { Responder } = await importChunk(() => import('./loop/responder.ts'));
    responder ??= new Responder(ai, options);
    return responder;
  };
}

/** Overrides two methods. The SDK's are arrow functions on the instance, so an object that inherits from it can have its own. */
function localModels(original: Models, open: () => Promise<Responder>): Models {
  const models: Pick<Models, 'generateContent' | 'generateContentStream'> = {
    generateContent: async (params) => (await open()).unary(params),
    generateContentStream: async (params) => {
      const chunks = (await open()).streamed(params);
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
