import { Responder } from '../../answer/loop/responder.ts';
import type { LocalPythonOptions } from '../../answer/options.ts';
import type { KnownFiles } from '../../answer/request/knownFiles.ts';
import { ModelAbilities } from '../../answer/request/modelAbilities.ts';
import { type LocalPromise, localPromise, openRequest, openStream } from '../localPromise.ts';
import { REFUSALS } from '../refusals.ts';
import { ResponsesAnswer, textIn } from './answer.ts';
import { forServer } from './forServer.ts';
import { itemsIn } from './items.ts';
import { checkLocal, codeInterpreterOf } from './request.ts';
import { ServerAnswer } from './serverAnswer.ts';
import { ServerForm } from './serverForm.ts';
import { Turns } from './turns.ts';
import type { CreateBody, RequestOptions, ResponseObject, ResponsesApi } from './wire.ts';

interface LocalContext {
  api: ResponsesApi;
  responder: Responder;
  /** What this API takes for each model. */
  abilities: ModelAbilities;
}

/** Answers the calls of `client.responses` of one client. */
export class LocalResponses {
  readonly #context: LocalContext;
  readonly #turns = new Turns();
  readonly #forms = new Map<string, ServerForm>();

  constructor(api: ResponsesApi, options: LocalPythonOptions, files: KnownFiles) {
    const abilities = new ModelAbilities({ refusals: REFUSALS, known: { combinesTools: true, pictures: 'inside' } });
    const responder = new Responder({ options, traits: { abilities, signsCalls: false, files } });
    this.#context = { api, responder, abilities };
  }

  /** @throws InvalidOptionError if the request asks for what only OpenAI's servers can do */
  create(body: CreateBody, options: RequestOptions = {}): PromiseLike<unknown> {
    const { api, responder } = this.#context;
    const tool = codeInterpreterOf(body);
    // A model that may call nothing runs no code.
    if (!tool || body.tool_choice === 'none') return api.create(forServer(body, this.#turns), options);
    if (responder.modeOf(tool) !== 'server') {
      checkLocal(body);
      return this.#answer(body, options);
    }
    const asked = forServer(body, this.#turns);
    // What goes on in the background is no answer yet.
    if (body.background === true) return api.create(asked, options);
    const stop = new AbortController();
    const answer = new ServerAnswer({ api, responder, tool }, asked, { ...options, signal: signalOf(options, stop) });
    return promiseOf(answer, body, stop);
  }

  #answer(body: CreateBody, options: RequestOptions): LocalPromise<unknown> {
    const stop = new AbortController();
    const context = { ...this.#context, turns: this.#turns, form: this.#formOf(body.model ?? '') };
    const answer = new ResponsesAnswer(context, body, options, signalOf(options, stop));
    return promiseOf(answer, body, stop);
  }

  /** Gives a response: a turn that was answered here is one, whichever of its ids is given. */
  retrieve(id: string, ...rest: unknown[]): PromiseLike<unknown> {
    const turn = this.#turns.get(id);
    const { api } = this.#context;
    if (!turn) return api.retrieve(id, ...rest);
    const found = openRequest(api.retrieve(turn.ids.at(-1) ?? id, ...rest)).then((opened) => {
      const response = { ...(opened.data as ResponseObject), ...turn.response };
      return { value: { ...response, output_text: textIn(itemsIn(response.output)) }, opened };
    });
    return localPromise(found, undefined);
  }

  /** Deletes all that a turn has left on the server: code and results are in its earlier responses. */
  delete(id: string, ...rest: unknown[]): PromiseLike<unknown> {
    const { api } = this.#context;
    const turn = this.#turns.get(id);
    if (!turn) return api.delete(id, ...rest);
    this.#turns.forget(turn);
    return Promise.all(turn.ids.map((each) => api.delete(each, ...rest))).then((deleted) => deleted.at(-1));
  }

  #formOf(model: string): ServerForm {
    const form = this.#forms.get(model) ?? new ServerForm(model);
    this.#forms.set(model, form);
    return form;
  }
}

function promiseOf(
  answer: ResponsesAnswer | ServerAnswer,
  body: CreateBody,
  stop: AbortController,
): LocalPromise<unknown> {
  const value: Promise<unknown> = body.stream
    ? openStream(answer.events(), stop, () => answer.first?.data)
    : answer.whole();
  return localPromise(
    value.then((whole) => ({ value: whole, opened: answer.first })),
    body,
  );
}

function signalOf({ signal }: RequestOptions, { signal: stopped }: AbortController): AbortSignal {
  return signal ? AbortSignal.any([signal, stopped]) : stopped;
}
