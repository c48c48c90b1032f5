import { Responder } from '../../answer/loop/responder.ts';
import type { LocalCodeExecution, LocalPythonOptions } from '../../answer/options.ts';
import type { KnownFiles } from '../../answer/request/knownFiles.ts';
import { InvalidOptionError } from '../../errors.ts';
import { localPromise, openStream } from '../localPromise.ts';
import { ChatModels } from './chatModels.ts';
import { CompletionAnswer } from './completionAnswer.ts';
import { CODE_INTERPRETER } from './encodeRequest.ts';
import { withoutExecutedTools } from './readMessages.ts';
import type { ChatRequest, Completions, CreateCompletion, RequestOptions } from './wire.ts';

/** Answers the calls of `client.chat.completions.create()` of one client. */
export class LocalCompletions {
  readonly #create: CreateCompletion;
  readonly #models: ChatModels;
  readonly #responder: Responder;

  constructor(original: Completions, options: LocalPythonOptions, files: KnownFiles) {
    this.#create = (body, given) => original.create(body as never, given as never);
    this.#models = new ChatModels(original);
    this.#responder = new Responder({
      options,
      traits: { abilities: this.#models.abilities, signsCalls: false, files },
    });
  }

  /** @throws InvalidOptionError if the request asks for what can't be done here */
  create(body: ChatRequest, options: RequestOptions = {}): PromiseLike<unknown> {
    const tool = codeInterpreterIn(body);
    // A model that may call nothing runs no code.
    if (!tool || body.tool_choice === 'none') return this.#create(withoutTool(body), options);
    this.#check(body, tool);
    const stop = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
    // There is no server to fall back to.
    const context = { models: this.#models, responder: this.#responder, tool: { ...tool, mode: 'local' as const } };
    const answer = new CompletionAnswer(context, body, options, signal);
    const value = body.stream ? openStream(answer.chunks(), stop, () => answer.first?.data) : answer.whole();
    const answered = value.then((whole: object) => ({ value: whole, opened: answer.first }));
    return localPromise<object>(answered, body);
  }

  #check({ n, functions }: ChatRequest, tool: LocalCodeExecution): void {
    const reason =
      typeof n === 'number' && n > 1
        ? 'Code runs for one choice at a time: leave `n` out.'
        : functions
          ? 'Give functions in `tools`: beside code, `functions` is not supported.'
          : this.#responder.modeOf(tool) === 'server'
            ? "Chat Completions has no code interpreter on a server. Use client.responses, or the mode 'local'."
            : undefined;
    if (reason !== undefined) throw new InvalidOptionError(reason);
  }
}

/** The options of the tool of a request; `undefined` if the request has no such tool. */
function codeInterpreterIn({ tools }: ChatRequest): LocalCodeExecution | undefined {
  const tool = tools?.find(({ type }) => type === CODE_INTERPRETER);
  if (!tool) return undefined;
  const { type: _, container: __, ...options } = tool;
  return options;
}

/** Drops what only this library understands from a request that goes out unchanged. */
function withoutTool(body: ChatRequest): ChatRequest {
  const tools = body.tools?.filter(({ type }) => type !== CODE_INTERPRETER);
  const { tools: _, tool_choice: choice, ...rest } = body;
  const hasTools = tools !== undefined && tools.length > 0;
  return {
    ...rest,
    ...(Array.isArray(body.messages) && { messages: withoutExecutedTools(body.messages) }),
    ...(hasTools && { tools }),
    ...(choice !== undefined && (hasTools || tools === undefined) && { tool_choice: choice }),
  };
}
