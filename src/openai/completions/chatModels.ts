import type { Content, GenerateContentParameters, GenerateContentResponse } from '@google/genai';
import { createChunk } from '../../answer/codec/chunk.ts';
import type { AskModel } from '../../answer/loop/answerLoop.ts';
import { ModelAbilities } from '../../answer/request/modelAbilities.ts';
import {
  type Media,
  type OptionalField,
  optionalFieldsIn,
  REFUSALS,
  refusedField,
  refusedMedia,
  refusesStream,
} from '../refusals.ts';
import { hasMedia } from './encodeMessages.ts';
import { encodeRequest } from './encodeRequest.ts';
import { ReplyReader } from './readReply.ts';
import type { ChatRequest, Completions, CreateCompletion, RequestOptions } from './wire.ts';

/** What a server did not take from a model. */
interface Refused {
  media: Set<Media>;
  fields: Set<OptionalField>;
  stream: boolean;
}

/** One request, and how its answer is read. */
export interface Hop {
  /** Fields of the application's request, which replace those that are made here. */
  body?: Partial<ChatRequest>;
  /** Options of the request, for the client. */
  options?: RequestOptions;
  /** Called with each chunk of the server, or with its whole completion. */
  onReceived?: (received: unknown, reader: ReplyReader) => void;
  /** Awaits the request. @default what it gives */
  open?: (request: PromiseLike<unknown>) => PromiseLike<unknown>;
}

const MEDIA: readonly Media[] = ['image', 'audio', 'file'];

/**
 * The models of a server that speaks the Chat Completions API. Learns what they don't take from what the server refuses, and asks again
 * without it: media, which code can read all the same, and optional fields. The loop learns the rest by {@link abilities}.
 */
export class ChatModels {
  /** What the server takes for each model, for a `Responder`. */
  readonly abilities = new ModelAbilities({
    refusals: REFUSALS,
    known: { combinesTools: true, pictures: 'beside' },
  });
  readonly #create: CreateCompletion;
  readonly #refused = new Map<string, Refused>();

  constructor(completions: Completions) {
    this.#create = (body, options) => completions.create(body as never, options as never);
  }

  /** Asks a model, for a `Responder`; streamed. */
  readonly ask: AskModel = (params) => this.askWith(params);

  /** @throws the client's own errors */
  async *askWith(params: GenerateContentParameters, hop: Hop = {}): AsyncGenerator<GenerateContentResponse, void> {
    const reader = new ReplyReader();
    for await (const received of this.#receive(params, hop)) {
      const parts = reader.read(received);
      hop.onReceived?.(received, reader);
      if (parts.length > 0) yield createChunk({}, parts);
    }
    yield reader.end();
  }

  async *#receive(params: GenerateContentParameters, hop: Hop): AsyncGenerator<unknown> {
    for (;;) {
      const refused = this.#refusedBy(params.model);
      const request = encodeRequest(params as GenerateContentParameters & { contents: Content[] }, hop.body, refused);
      let isBegun = false;
      try {
        const { open = (same) => same } = hop;
        const opened = await open(this.#create(request, { ...hop.options, maxRetries: 0, ...signalOf(params) }));
        for await (const received of request.stream ? (opened as AsyncIterable<unknown>) : [opened]) {
          isBegun = true;
          yield received;
        }
        return;
      } catch (error) {
        if (isBegun || !this.#learnFrom(error, request, refused)) throw error;
      }
    }
  }

  /** @returns whether the error tells what to leave out of the request, so that it can be sent again */
  #learnFrom(error: unknown, request: ChatRequest, refused: Refused): boolean {
    const { messages, model } = request;
    const media = refusedMedia(
      error,
      MEDIA.filter((kind) => !refused.media.has(kind) && hasMedia(messages, kind)),
    );
    if (media) {
      refused.media.add(media);
      if (media === 'image') this.abilities.learn(model, { pictures: 'nowhere' });
      return true;
    }
    if (request.stream && request.tools && refusesStream(error)) {
      refused.stream = true;
      return true;
    }
    const field = refusedField(error, [request, ...messages].flatMap(optionalFieldsIn));
    if (field) refused.fields.add(field);
    return field !== undefined;
  }

  #refusedBy(model: string): Refused {
    const refused = this.#refused.get(model) ?? { media: new Set(), fields: new Set(), stream: false };
    this.#refused.set(model, refused);
    return refused;
  }
}

function signalOf({ config }: GenerateContentParameters): RequestOptions {
  return config?.abortSignal ? { signal: config.abortSignal } : {};
}
