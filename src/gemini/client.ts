import {
  Chats,
  type GenerateContentParameters,
  type GenerateContentResponse,
  type GoogleGenAI,
  type Models,
} from '@google/genai';
import { abortable } from '../sandbox/abortable.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { Announcer } from './announce.ts';
import { joinChunks } from './chunk.ts';
import type { AnswerEvent } from './events.ts';
import type { UserFile } from './files.ts';
import { type AskModel, answer, type RunPython } from './loop.ts';
import { asksForCodeExecution } from './tool.ts';

export interface LocalPythonOptions {
  /** Where Python runs. A function is called when the model first wants to run something. */
  sandbox: Sandbox | Promise<Sandbox> | (() => Sandbox | Promise<Sandbox>);
  /**
   * Where `codeExecution` happens: in the sandbox, or on the server as if this library were not there.
   * @default 'local'
   */
  mode?: 'local' | 'server';
  /**
   * Milliseconds that each run gets.
   * @default 30000, as the server has it
   */
  deadline?: number;
  /** What happens while the model answers, as it happens. */
  onEvent?: (event: AnswerEvent) => void;
}

/**
 * Gives a client that is `ai` in all but one thing: a request with the `codeExecution` tool has its Python run in the sandbox. The
 * responses are what the server would have sent. `ai` itself is not changed.
 *
 * @see https://ai.google.dev/gemini-api/docs/code-execution
 */
export function withLocalPython(ai: GoogleGenAI, options: LocalPythonOptions): GoogleGenAI {
  const models = localModels(ai.models, options);
  // Chats never uses its second argument but to hand it on to a Chat, which never uses it.
  const chats = new Chats(models, undefined as never);
  return Object.create(ai, { models: { value: models, enumerable: true }, chats: { value: chats, enumerable: true } });
}

/** The SDK's own properties are arrow functions on the instance, so an object that inherits from it can have others. */
function localModels(original: Models, options: LocalPythonOptions): Models {
  const streamOf: AskModel = async function* (params) {
    yield* await original.generateContentStream(params);
  };
  const unaryOf: AskModel = async function* (params) {
    yield await original.generateContent(params);
  };
  const models: Pick<Models, 'generateContent' | 'generateContentStream'> = {
    generateContent: async (params) => {
      const chunks: GenerateContentResponse[] = [];
      for await (const chunk of respond(params, unaryOf, options)) chunks.push(chunk);
      return joinChunks(chunks);
    },
    generateContentStream: async (params) => {
      const chunks = respond(params, streamOf, options);
      // As with the SDK, a request that is refused rejects the call, not the first turn of the loop over its chunks.
      return resume(await chunks.next(), chunks);
    },
  };
  return Object.assign(Object.create(original), models);
}

async function* respond(
  params: GenerateContentParameters,
  askModel: AskModel,
  options: LocalPythonOptions,
): AsyncGenerator<GenerateContentResponse, void> {
  const { mode = 'local', onEvent = () => {} } = options;
  const isLocal = mode === 'local' && asksForCodeExecution(params.config?.tools);
  const announcer = new Announcer(params.model, onEvent);
  const chunks = isLocal ? answer(params, askModel, runIn(params, options, announcer)) : askModel(params);
  let last: GenerateContentResponse | undefined;
  for await (const chunk of chunks) {
    announcer.announce(chunk);
    last = chunk;
    yield chunk;
  }
  announcer.end(last);
}

function runIn(
  { config }: GenerateContentParameters,
  { sandbox, deadline, onEvent }: LocalPythonOptions,
  announcer: Announcer,
): RunPython {
  return async (code, id, files) => {
    const signal = config?.abortSignal;
    const python = await abortable(Promise.resolve(typeof sandbox === 'function' ? sandbox() : sandbox), signal);
    await abortable(deliver(files, python), signal);
    let stateLost = true;
    try {
      const result = await python.run(code, {
        ...(deadline === undefined ? {} : { deadline }),
        ...(signal && { signal }),
        onOutput: ({ stream, text }) => onEvent?.({ type: 'output-delta', id, stream, text }),
      });
      announcer.noteDuration(id, result.durationMs);
      stateLost = result.stateLost;
      return result;
    } finally {
      if (stateLost) DELIVERED.delete(python);
    }
  };
}

/** Puts the user's files where Python finds them, unless Python has them already: code may have changed them since. */
async function deliver(files: UserFile[], python: Sandbox): Promise<void> {
  const delivered = DELIVERED.get(python) ?? new Map<string, string>();
  DELIVERED.set(python, delivered);
  for (const { name, data } of files) {
    if (delivered.get(name) === data) continue;
    await python.files.write(
      name,
      Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0)),
    );
    delivered.set(name, data);
  }
}

/** What each sandbox was given, by name. */
const DELIVERED = new WeakMap<Sandbox, Map<string, string>>();

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
