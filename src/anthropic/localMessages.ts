import { Responder } from '../answer/loop/responder.ts';
import type { LocalPythonOptions } from '../answer/options.ts';
import type { KnownFiles } from '../answer/request/knownFiles.ts';
import { ModelAbilities } from '../answer/request/modelAbilities.ts';
import { Containers } from './answer/containers.ts';
import { type AnswerContext, MessageAnswer } from './answer/messageAnswer.ts';
import { ServerAnswer } from './answer/serverAnswer.ts';
import { type CodeExecutionOptions, codeExecutionOf } from './codeExecution.ts';
import type { AnswerFiles } from './files/answerFiles.ts';
import { asPlain } from './request/asPlain.ts';
import type { CountParams, CreateParams, MessagesApi, RequestOptions } from './wire.ts';

interface Files {
  known: KnownFiles;
  made: AnswerFiles;
}

/** Answers the calls of `messages` of one client, and of its `beta.messages`. */
export class LocalMessages {
  readonly #context: Omit<AnswerContext, 'api'>;

  constructor(given: LocalPythonOptions, { known, made }: Files) {
    // As the server does.
    const options: LocalPythonOptions = { files: 'parts', ...given };
    const traits = { abilities: new ModelAbilities(), signsCalls: false, files: known };
    const responder = new Responder({ options, traits });
    this.#context = { responder, options, traits, containers: new Containers(), known, made };
  }

  /** @throws InvalidOptionError if the request asks for what only Anthropic's servers can do */
  open(
    api: MessagesApi,
    params: CreateParams,
    options: RequestOptions & { signal: AbortSignal },
  ): MessageAnswer | ServerAnswer {
    const tool = codeExecutionOf(params) ?? {};
    const { responder } = this.#context;
    if (this.#isForServer(tool)) return new ServerAnswer({ api, responder, tool }, asPlain(params), options);
    return new MessageAnswer({ ...this.#context, api }, params, options);
  }

  /** Counts the tokens of what `create` would first send. */
  async countTokens(api: MessagesApi, params: CountParams, options: RequestOptions): Promise<unknown> {
    const tool = codeExecutionOf(params) ?? {};
    if (this.#isForServer(tool)) return api.countTokens(asPlain(params), options);
    const signal = options.signal ?? new AbortController().signal;
    const answer = new MessageAnswer({ ...this.#context, api }, params, { ...options, signal });
    return api.countTokens(await answer.firstBody(), options);
  }

  #isForServer({ resume: _, ...options }: CodeExecutionOptions): boolean {
    return this.#context.responder.modeOf(options) === 'server';
  }
}
