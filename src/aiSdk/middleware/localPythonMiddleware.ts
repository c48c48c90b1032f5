import { checkLocalPythonOptions } from '../../answer/checkOptions.ts';
import type { LocalPythonOptions } from '../../answer/options.ts';
import { importChunk } from '../../async/importChunk.ts';
import { checkChoice } from '../../sandbox/checkOption.ts';
import type { LocalModels } from './localModels.ts';
import type { CallOptions, Model } from './spec.ts';

/** Options of {@link localPythonMiddleware}. */
export interface LocalPythonMiddlewareOptions<Sdk extends 6 | 7 = 7> extends LocalPythonOptions {
  /** The major version of the package `ai`. Only its types differ. @default 7 */
  sdk?: Sdk;
}

/** What the AI SDK gives a middleware: a request, and the model that answers it. */
interface Wrapped<Result> {
  doGenerate?: () => PromiseLike<Result>;
  doStream?: () => PromiseLike<Result>;
  params: object;
  model: object;
}

/** A middleware for `wrapLanguageModel`. */
export interface LocalPythonMiddleware<Sdk extends 6 | 7 = 7> {
  readonly specificationVersion: Sdk extends 6 ? 'v3' : 'v4';
  wrapGenerate<Result>(request: Wrapped<unknown> & { doGenerate: () => PromiseLike<Result> }): Promise<Result>;
  wrapStream<Result>(request: Wrapped<unknown> & { doStream: () => PromiseLike<Result> }): Promise<Result>;
}

/**
 * Makes a middleware that runs the code of the provider's own tool in the sandbox: `google.tools.codeExecution`,
 * `openai.tools.codeInterpreter` or `anthropic.tools.codeExecution_*`. The model calls a function instead, as often as it likes, and the answer
 * is one as from the provider: calls and results that the provider has executed. Requests without such a tool go out as they are. The options
 * of one request are in its `providerOptions.glovebox`.
 *
 * @throws InvalidOptionError if an option has an invalid value
 * @see https://ai-sdk.dev/docs/ai-sdk-core/middleware
 * @example
 * ```ts
 * import { createGoogleGenerativeAI } from '@ai-sdk/google';
 * import { generateText, wrapLanguageModel } from 'ai';
 * import { localPythonMiddleware } from 'glovebox/ai-sdk';
 * import { Sandbox } from 'glovebox/sandbox';
 *
 * const google = createGoogleGenerativeAI({ apiKey });
 * const middleware = localPythonMiddleware({ sandbox: () => Sandbox.create() });
 * const { text } = await generateText({
 *   model: wrapLanguageModel({ model: google('gemini-3.8-flash'), middleware }),
 *   tools: { code_execution: google.tools.codeExecution({}) },
 *   prompt: 'What is the sum of the first 50 prime numbers? Compute it with Python.',
 * });
 * ```
 */
export function localPythonMiddleware<Sdk extends 6 | 7 = 7>(
  options: LocalPythonMiddlewareOptions<Sdk>,
): LocalPythonMiddleware<Sdk> {
  const { sdk = 7, ...given } = options;
  checkChoice('sdk', sdk, [6, 7]);
  checkLocalPythonOptions(given);
  // The first answer that needs the sandbox reports its failure.
  if (typeof given.sandbox !== 'function') Promise.resolve(given.sandbox).catch(() => {});
  let opened: Promise<LocalModels> | undefined;
  const open = () => {
    opened ??= importChunk(() => import('./localModels.ts')).then(
      ({ LocalModels }) => new LocalModels(given),
      (error) => {
        opened = undefined;
        throw error;
      },
    );
    return opened;
  };
  return {
    specificationVersion: (sdk === 6 ? 'v3' : 'v4') as LocalPythonMiddleware<Sdk>['specificationVersion'],
    wrapGenerate: async <Result>({
      doGenerate,
      params,
      model,
    }: { doGenerate: () => PromiseLike<Result> } & Wrapped<unknown>) =>
      (await (await open()).generate(params as CallOptions, model as Model, doGenerate as never)) as Result,
    wrapStream: async <Result>({
      doStream,
      params,
      model,
    }: { doStream: () => PromiseLike<Result> } & Wrapped<unknown>) =>
      (await (await open()).stream(params as CallOptions, model as Model, doStream as never)) as Result,
  };
}
