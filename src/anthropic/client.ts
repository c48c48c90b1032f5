import { checkLocalPythonOptions } from '../answer/checkOptions.ts';
import type { LocalPythonOptions } from '../answer/options.ts';
import { KnownFiles } from '../answer/request/knownFiles.ts';
import { importChunk } from '../async/importChunk.ts';
import { openedOnce } from '../async/openedOnce.ts';
import { InvalidOptionError } from '../errors.ts';
import { isJsonObject } from '../text/parseJson.ts';
import { codeExecutionOf } from './codeExecution.ts';
import { AnswerFiles } from './files/answerFiles.ts';
import { localFiles } from './files/localFiles.ts';
import type { LocalMessages } from './localMessages.ts';
import { promiseOf } from './localPromise.ts';
import { asPlain } from './request/asPlain.ts';
import type { AnthropicClient, CountParams, CreateParams, MessagesApi, RequestOptions } from './wire.ts';

interface ClientContext {
  client: AnthropicClient;
  options: LocalPythonOptions;
  open: () => Promise<LocalMessages>;
}

/**
 * Makes a client that behaves like `client`, except that the code of requests with the tool `code_execution` runs in the sandbox. The
 * messages are those that the server would have sent. `client` itself does not change. `messages.batches`, which runs code only on
 * Anthropic's servers, rejects such requests with `InvalidOptionError`, unless the mode is `'server'`.
 *
 * @param client `new Anthropic({ … })` of `@anthropic-ai/sdk`
 * @throws InvalidOptionError if an option has an invalid value
 * @see https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/code-execution-tool
 * @example
 * ```ts
 * import Anthropic from '@anthropic-ai/sdk';
 * import { withLocalPython } from 'glovebox/anthropic';
 * import { Sandbox } from 'glovebox/sandbox';
 *
 * const anthropic = new Anthropic({ apiKey, dangerouslyAllowBrowser: true });
 * const client = withLocalPython(anthropic, { sandbox: () => Sandbox.create() });
 * const { content } = await client.messages.create({
 *   model: 'claude-opus-5-5',
 *   max_tokens: 4096,
 *   messages: [{ role: 'user', content: 'What is the sum of the first 50 prime numbers? Use code.' }],
 *   tools: [{ type: 'code_execution_20260120', name: 'code_execution' }],
 * });
 * ```
 */
export function withLocalPython<Client extends AnthropicClient>(client: Client, options: LocalPythonOptions): Client {
  checkLocalPythonOptions(options);
  const known = new KnownFiles(options.readFile);
  const files = { known, made: new AnswerFiles(known) };
  const open = openedOnce(async () => {
    const { LocalMessages } = await importChunk(() => import('./localMessages.ts'));
    return new LocalMessages(options, files);
  });
  const overrides: Record<string, unknown> = {};
  const local = overriding(client, overrides);
  const context = { client: local, options, open };
  overrides.messages = localMessages(client.messages, context);
  overrides.beta = Object.assign(Object.create(client.beta), {
    messages: localMessages(client.beta.messages, context),
    files: localFiles(client.beta.files, files),
  });
  // Before version 1 of the SDK, files are among the beta features alone.
  if ('files' in client && isObject(client.files)) overrides.files = localFiles(client.files, files);
  if ('withOptions' in client) overrides.withOptions = copying(client, options);
  return local;
}

/** Makes a client with other properties. Its methods use private fields, which only the original has. */
function overriding<Client extends object>(client: Client, overrides: Record<PropertyKey, unknown>): Client {
  return new Proxy(client, {
    get: (target, name) => {
      if (Object.hasOwn(overrides, name)) return overrides[name];
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' && name !== 'constructor' ? value.bind(target) : value;
    },
  });
}

/** Overrides the methods that concern code. The SDK's helpers use `create` of the object that they are called on. */
function localMessages(original: object, { client, options, open }: ClientContext): object {
  const api = original as MessagesApi & { batches?: object };
  return Object.assign(Object.create(original), {
    // The tool runner, and threads, ask this client.
    _client: client,
    create: (params: CreateParams, requestOptions: RequestOptions = {}) => {
      if (!codeExecutionOf(params)) return api.create(asPlain(params), requestOptions);
      return promiseOf({
        open: async (signal) => (await open()).open(api, params, { ...requestOptions, signal }),
        isStreamed: params.stream === true,
        signal: requestOptions.signal,
        explain: (error) => abortErrorOf(client, error),
      });
    },
    countTokens: async (params: CountParams, requestOptions: RequestOptions = {}) => {
      if (!codeExecutionOf(params)) return api.countTokens(asPlain(params), requestOptions);
      return (await open()).countTokens(api, params, requestOptions);
    },
    ...('toolRunner' in original && { toolRunner: toolRunnerOf(original) }),
    ...(options.mode !== 'server' && isObject(api.batches) && { batches: refusingCode(api.batches) }),
  });
}

/** The server, which would keep the conversation of the runner as a thread, does not know code that ran here. */
function toolRunnerOf(original: object) {
  return function toolRunner(this: object, params: CreateParams, ...rest: unknown[]): unknown {
    const given = codeExecutionOf(params) ? { ...params, thread: false } : params;
    return Reflect.apply(Reflect.get(original, 'toolRunner'), this, [given, ...rest]);
  };
}

/** Makes copies of the client with other options that run code here, too. */
function copying(client: AnthropicClient & { withOptions: unknown }, options: LocalPythonOptions) {
  const { withOptions } = client;
  if (typeof withOptions !== 'function') return withOptions;
  return (...given: unknown[]) => withLocalPython(Reflect.apply(withOptions, client, given), options);
}

/** Refuses batches with code: otherwise an app would believe that its code runs in the sandbox. */
function refusingCode(original: object): object {
  const create = async (params: unknown, ...rest: unknown[]): Promise<unknown> => {
    const requests = isJsonObject(params) && Array.isArray(params.requests) ? params.requests : [];
    if (requests.some((request) => codeExecutionOf(request?.params ?? {})))
      throw new InvalidOptionError(
        "messages.batches.create() runs code on Anthropic's servers, but this client runs it in the sandbox. Use messages.create() of this client. " +
          'To let Anthropic run the code, use the client that you gave to withLocalPython(), or the mode `server`.',
      );
    return Reflect.apply(Reflect.get(original, 'create'), original, [params, ...rest]);
  };
  return Object.assign(Object.create(original), { create });
}

/** The error with which the SDK rejects a request that your app has aborted. */
function abortErrorOf(client: object, error: unknown): unknown {
  const AbortError: unknown = Reflect.get(client.constructor, 'APIUserAbortError');
  if (typeof AbortError !== 'function' || error instanceof AbortError) return error;
  return Reflect.construct(AbortError, []);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
