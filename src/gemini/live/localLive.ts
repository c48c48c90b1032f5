import type { Live, LiveConnectParameters, LiveServerMessage, Session } from '@google/genai';
import type { Responder } from '../../answer/loop/responder.ts';
import type { LocalPythonOptions } from '../../answer/options.ts';
import { codeExecutionIn, withoutOurOptions } from '../../answer/request/config.ts';
import type { KnownFiles } from '../../answer/request/knownFiles.ts';
import { readRequestOptions } from '../../answer/request/requestOptions.ts';
import { InvalidOptionError } from '../../errors.ts';
import { LiveRelay } from './liveRelay.ts';
import { dialectOf, prepareSetup } from './setup.ts';
import { UserTurns } from './userTurns.ts';

interface LiveContext {
  responder: Responder;
  /** Of the client. */
  options: LocalPythonOptions;
  /** The files that requests may refer to. */
  files: KnownFiles;
  /** Whether the client's key is an ephemeral token, which may bring the tools of a session. */
  hasToken: boolean;
}

const NOT_RESUMED =
  'The option `resume` is for an answer that failed. A Live session goes on with `config.sessionResumption`.';

/** Opens the Live sessions of one client. */
export class LocalLive {
  readonly #live: Live;
  readonly #context: LiveContext;

  constructor(live: Live, context: LiveContext) {
    this.#live = live;
    this.#context = context;
  }

  /**
   * Opens a session. If the model may run code, its code runs in the sandbox. The session is the SDK's own.
   *
   * @throws InvalidOptionError for an option that is not valid, or that the model doesn't take
   */
  async connect(params: LiveConnectParameters): Promise<Session> {
    const { options: client, hasToken } = this.#context;
    const { config } = params;
    const tool = codeExecutionIn(config?.tools);
    const { options, scope, resume } = readRequestOptions(client, tool);
    if (resume !== undefined) throw new InvalidOptionError(NOT_RESUMED);
    // No Live model runs code on Google's servers, which the mode `auto` could fall back to.
    const isLocal = options.mode !== 'server' && (tool !== undefined || hasToken);
    // A session is both: the request, and the chat.
    if (isLocal) return this.#connect(params, { ...options, mode: 'local' }, scope === 'chat' ? 'request' : scope);
    if (!tool) return this.#live.connect(params);
    return this.#live.connect({ ...params, config: { ...config, tools: config?.tools?.map(withoutOurOptions) ?? [] } });
  }

  async #connect(
    params: LiveConnectParameters,
    options: LocalPythonOptions,
    scope: 'application' | 'request',
  ): Promise<Session> {
    const { responder, files } = this.#context;
    const setup = await prepareSetup(params, options);
    const { model, callbacks } = params;
    const turns = new UserTurns(files, dialectOf(setup.functions));
    const hold = responder.hold(options, scope, {});
    const relay = new LiveRelay({
      setup,
      model,
      options,
      openSandbox: hold.open,
      onMessage: (message) => callbacks.onmessage(message),
      onClose: () => hold.release(scope === 'request'),
      files: () => turns.files,
    });
    try {
      const session = await this.#live.connect({
        ...params,
        ...(setup.config && { config: setup.config }),
        callbacks: {
          onopen: () => callbacks.onopen?.(),
          onmessage: (message: LiveServerMessage) => relay.receive(message),
          onerror: (event) => callbacks.onerror?.(event),
          onclose: (event) => {
            relay.close();
            callbacks.onclose?.(event);
          },
        },
      });
      relay.open(session);
      return withOwnMethods(session, relay, turns);
    } catch (error) {
      relay.close();
      throw error;
    }
  }
}

/** Adds to two methods of the SDK's session. The others, and its class, stay. */
function withOwnMethods(session: Session, relay: LiveRelay, turns: UserTurns): Session {
  const close = session.close.bind(session);
  const sendClientContent = session.sendClientContent.bind(session);
  return Object.assign(session, {
    // The server's end of the connection may take a while to close.
    close: () => {
      relay.close();
      close();
    },
    sendClientContent: (params: Parameters<Session['sendClientContent']>[0]) => turns.send(params, sendClientContent),
  });
}
