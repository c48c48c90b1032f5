import { checkLocalPythonOptions } from '../answer/checkOptions.ts';
import type { LocalPythonOptions } from '../answer/options.ts';
import { KnownFiles } from '../answer/request/knownFiles.ts';
import { importChunk } from '../async/importChunk.ts';
import type { LocalCompletions } from './completions/localCompletions.ts';
import type { ChatRequest, Completions, CreateCompletion } from './completions/wire.ts';
import { localFiles } from './localFiles.ts';
import { type LocalPromise, localPromise, openRequest } from './localPromise.ts';
import type { LocalResponses } from './responses/localResponses.ts';
import type { CreateBody, RequestOptions, ResponsesApi } from './responses/wire.ts';

/** A client of OpenAI's API, or of one that speaks it: `new OpenAI()`, or anything else with `responses` or `chat.completions`. */
export interface OpenAIClient {
  chat?: { completions: Completions };
  responses?: { create(body: never, options?: never): PromiseLike<unknown> };
}

/**
 * Makes a client that behaves like `client`, except that the code of requests with the tool `code_interpreter` runs in the sandbox: those of
 * `responses.create()`, `.parse()` and `.stream()`, whose answers are OpenAI's own, and those of `chat.completions`, which has no such tool
 * otherwise. `client` itself does not change.
 *
 * @param client `new OpenAI()`, a WebLLM engine, or any other object with `responses.create` or `chat.completions.create`
 * @throws InvalidOptionError if an option has an invalid value
 * @see https://platform.openai.com/docs/guides/tools-code-interpreter
 * @example
 * ```ts
 * import { withLocalPython } from 'glovebox/openai';
 * import { Sandbox } from 'glovebox/sandbox';
 * import OpenAI from 'openai';
 *
 * const openai = new OpenAI({ apiKey, dangerouslyAllowBrowser: true });
 * const client = withLocalPython(openai, { sandbox: () => Sandbox.create() });
 * const { output_text } = await client.responses.create({
 *   model: 'gpt-5.5',
 *   input: 'What is the sum of the first 50 prime numbers? Compute it with Python.',
 *   tools: [{ type: 'code_interpreter', container: { type: 'auto' } }],
 * });
 * ```
 */
export function withLocalPython<Client extends OpenAIClient>(client: Client, options: LocalPythonOptions): Client {
  checkLocalPythonOptions(options);
  const files = new KnownFiles(options.readFile);
  const overrides = new Map<PropertyKey, unknown>();
  const local: Client = new Proxy(client, {
    get: (target, name) => (overrides.has(name) ? overrides.get(name) : ofClient(target, name)),
  });
  if (client.responses)
    overrides.set(
      'responses',
      localResource(client.responses, local, responsesMethods(client.responses, options, files)),
    );
  if (client.chat) {
    const { completions } = client.chat;
    const methods = completionsMethod(completions, options, files);
    overrides.set(
      'chat',
      localResource(client.chat, local, { completions: localResource(completions, local, methods) }),
    );
  }
  const uploads: unknown = Reflect.get(client, 'files');
  if (isObject(uploads)) overrides.set('files', localResource(uploads, local, localFiles(uploads, files)));
  const copy: unknown = Reflect.get(client, 'withOptions');
  if (typeof copy === 'function')
    overrides.set('withOptions', (...given: unknown[]) => withLocalPython(Reflect.apply(copy, client, given), options));
  return local;
}

/** Gives a member of the client itself: its methods need it for `this`. */
function ofClient(client: object, name: PropertyKey): unknown {
  const member: unknown = Reflect.get(client, name);
  return typeof member === 'function' && name !== 'constructor' ? member.bind(client) : member;
}

/** Overrides methods of a part of the client. Its other methods ask the client of withLocalPython. */
function localResource(original: object, client: object, methods: object): object {
  const hasClient = '_client' in original ? { _client: client } : {};
  return Object.assign(Object.create(original), hasClient, methods);
}

function responsesMethods(original: object, options: LocalPythonOptions, files: KnownFiles): object {
  const api = original as ResponsesApi;
  let opened: Promise<LocalResponses> | undefined;
  const open = () => {
    opened ??= importChunk(() => import('./responses/localResponses.ts')).then(
      ({ LocalResponses }) => new LocalResponses(api, options, files),
    );
    return again(opened, () => {
      opened = undefined;
    });
  };
  return {
    create: (body: CreateBody, given?: RequestOptions) => {
      const isOurs = hasCode(body.tools, 'code_interpreter') || hasCode(body.input, 'code_interpreter_call');
      if (!isOurs && !(opened && body.previous_response_id)) return api.create(body, given);
      return later(async () => ({ request: (await open()).create(body, given) }), body);
    },
    retrieve: (id: string, ...rest: unknown[]) =>
      opened ? later(async () => ({ request: (await open()).retrieve(id, ...rest) })) : api.retrieve(id, ...rest),
    delete: (id: string, ...rest: unknown[]) =>
      opened ? later(async () => ({ request: (await open()).delete(id, ...rest) })) : api.delete(id, ...rest),
  };
}

function completionsMethod(original: Completions, options: LocalPythonOptions, files: KnownFiles): object {
  const api = original as { create: CreateCompletion };
  let opened: Promise<LocalCompletions> | undefined;
  const open = () => {
    opened ??= importChunk(() => import('./completions/localCompletions.ts')).then(
      ({ LocalCompletions }) => new LocalCompletions(original, options, files),
    );
    return again(opened, () => {
      opened = undefined;
    });
  };
  return {
    create: (body: ChatRequest, given?: RequestOptions) => {
      const isOurs = hasCode(body.tools, 'code_interpreter') || body.messages?.some((said) => 'executed_tools' in said);
      if (!isOurs) return api.create(body, given);
      return later(async () => ({ request: (await open()).create(body, given) }), body);
    },
  };
}

/** Loads a part of the client again if that failed. */
async function again<Part>(opened: Promise<Part>, forget: () => void): Promise<Part> {
  try {
    return await opened;
  } catch (error) {
    forget();
    throw error;
  }
}

/** A request that was made. It is in an object, since a promise would wait for it alone. */
interface Requested {
  request: PromiseLike<unknown>;
}

/** Makes a request as soon as the code for it is loaded. */
function later(request: () => Promise<Requested>, body?: unknown): LocalPromise<unknown> {
  const answered = request().then(async ({ request: made }) => {
    const opened = await openRequest(made);
    return { value: opened.data, opened };
  });
  return localPromise(answered, body);
}

function hasCode(list: unknown, type: string): boolean {
  return Array.isArray(list) && list.some((item) => isObject(item) && 'type' in item && item.type === type);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
