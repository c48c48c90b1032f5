import type {
  CountTokensParameters,
  GenerateContentParameters,
  GenerateContentResponse,
  GoogleGenAI,
  Models,
} from '@google/genai';
import { withFinishReason } from '../answer/codec/candidate.ts';
import { checkResponse } from '../answer/codec/checkResponse.ts';
import { joinChunks } from '../answer/codec/chunk.ts';
import type { AskModel } from '../answer/loop/answerLoop.ts';
import { Responder } from '../answer/loop/responder.ts';
import type { LocalPythonOptions } from '../answer/options.ts';
import type { KnownFiles } from '../answer/request/knownFiles.ts';
import { ModelAbilities } from '../answer/request/modelAbilities.ts';
import type { ApiTraits } from '../answer/request/prepareRequest.ts';
import { explainUnknownField } from './apiVersion.ts';
import { LocalCaches } from './caches/localCaches.ts';
import { encodeForCounting } from './countTokens.ts';
import { LocalResponse } from './localResponse.ts';

/** Answers the requests of one client of the Gemini API, with the SDK's own objects. */
export class GeminiResponder extends Responder {
  readonly caches: LocalCaches;
  readonly #models: Models;
  readonly #options: LocalPythonOptions;
  readonly #traits: ApiTraits;

  constructor(
    { models, caches: api, vertexai: isVertex }: Pick<GoogleGenAI, 'models' | 'caches' | 'vertexai'>,
    options: LocalPythonOptions,
    files: KnownFiles,
  ) {
    const abilities = new ModelAbilities({ isVertex });
    const traits = { isVertex, files, abilities, check: checkResponse, explain: explainUnknownField };
    const caches = new LocalCaches(api, options, traits, files);
    super({ options, traits, findCache: (name) => caches.find(name), asResponse: LocalResponse.of });
    this.caches = caches;
    this.#models = models;
    this.#options = options;
    this.#traits = traits;
  }

  /** @param chat the object that the sandbox of a chat belongs to */
  async *streamed(params: GenerateContentParameters, chat?: object): AsyncGenerator<GenerateContentResponse, void> {
    const models = this.#models;
    const ask: AskModel = async function* (request) {
      yield* await models.generateContentStream(request);
    };
    yield* this.respond(params, ask, { chat });
  }

  async unary(params: GenerateContentParameters, chat?: object): Promise<GenerateContentResponse> {
    const models = this.#models;
    const chunks: GenerateContentResponse[] = [];
    const ask: AskModel = async function* (request) {
      yield await models.generateContent(request);
    };
    const check: ApiTraits['check'] = (answer) => withFinishReason(checkResponse(answer));
    for await (const chunk of this.respond(params, ask, { chat, check })) chunks.push(chunk);
    return LocalResponse.of(joinChunks(chunks));
  }

  /** Makes the request that counts the tokens of what a request would send. */
  encodeForCounting(params: CountTokensParameters): Promise<CountTokensParameters> {
    return encodeForCounting(params, this.#options, this.#traits);
  }
}
