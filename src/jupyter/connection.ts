import { abortable, wait } from '../async/abort.ts';
import { errorMessage, UntrustedMessageError, WorkerDiedError } from '../errors.ts';
import { JupyterServerError } from './errors.ts';
import { openSocket } from './openSocket.ts';
import { readStatus } from './wire/contents.ts';
import { decode, encode } from './wire/encoding.ts';
import { type Channel, createMessage, type JupyterMessage } from './wire/message.ts';

/** Milliseconds before each attempt to connect again. The server keeps what a kernel says meanwhile. */
const RETRY_DELAYS = [0, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000];
/** Milliseconds in which a kernel that has started, or is back, answers a first question; and between two attempts to ask it. */
const START_TIME = 60_000;
const ASK_AGAIN = 2_000;
/** Milliseconds that output may come after the reply, which has a channel of its own. Servers drop output that comes too fast. */
const LATE_OUTPUT = 5_000;

/** Milliseconds between two looks whether a kernel that owes a reply is still there. */
const LOOK_AFTER = 5_000;
/** The `readyState` of an open WebSocket. */
const OPEN = 1;

interface ConnectionOptions {
  /** Gives the address of the channels, or throws if the kernel is gone. */
  address: () => Promise<URL>;
  /** Of this client: the server keeps messages for a session that has lost its connection. */
  session: string;
  WebSocket: typeof WebSocket;
  /** Called when the connection breaks, and when it is back or given up. */
  onStatus: (status: 'connected' | 'reconnecting' | 'disconnected') => void;
  /** Called when the server tells that the kernel died. */
  onDeath: (isRestarted: boolean) => void;
}

/** Called with the messages that belong to a request. */
export interface RequestListener {
  /** Whether the request shows nothing, so that it is done with its reply. @default false */
  isSilent?: boolean;
  /** Output, on the channel `iopub`. */
  onOutput?: (message: JupyterMessage) => void;
  /** A question to a person, on the channel `stdin`. `answer` answers it. */
  onQuestion?: (content: unknown, answer: (value: string) => void) => void;
}

interface PendingRequest extends RequestListener {
  reply?: JupyterMessage;
  /** Whether the kernel said on `iopub` that it is done. */
  isIdle: boolean;
  /** Runs out if it never says so. */
  timer?: ReturnType<typeof setTimeout>;
  resolve: (reply: JupyterMessage) => void;
  reject: (reason: unknown) => void;
}

/** The channels of one kernel. A connection that breaks is made again. */
export class KernelConnection {
  readonly #options: ConnectionOptions;
  readonly #pending = new Map<string, PendingRequest>();
  #socket: Promise<WebSocket> | undefined;
  /** The one that is open. */
  #current: WebSocket | undefined;
  #closed = new AbortController();
  #watch: ReturnType<typeof setInterval> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Connects, and waits until the kernel answers. @returns its description of itself */
  async whenReady(signal?: AbortSignal): Promise<unknown> {
    const answered = new AbortController();
    const late = () => new WorkerDiedError(`The kernel did not answer for ${START_TIME / 1000} s after its start.`);
    const expired = wait(START_TIME, answered.signal).then(() => Promise.reject(late()));
    try {
      // A server may drop messages while its kernel starts.
      return await abortable(Promise.race([this.#askUntilAnswered(answered.signal), expired]), signal);
    } finally {
      answered.abort();
    }
  }

  /** Sends a request on `shell`, and gives the reply when the kernel has done everything that it asks for. */
  async request(
    type: string,
    content: Record<string, unknown>,
    { channel = 'shell', ...listener }: RequestListener & { channel?: Channel } = {},
  ): Promise<unknown> {
    const socket = await this.#open();
    const message = createMessage(channel, type, content, { session: this.#options.session });
    const { msg_id: id } = message.header;
    const replied = new Promise<JupyterMessage>((resolve, reject) => {
      this.#pending.set(id, { ...listener, isIdle: false, resolve, reject });
    });
    socket.send(encode(message, socket.protocol));
    this.#watch ??= setInterval(() => this.#checkKernel(), LOOK_AFTER);
    try {
      return (await replied).content;
    } finally {
      clearTimeout(this.#pending.get(id)?.timer);
      this.#pending.delete(id);
      if (this.#pending.size === 0) this.#endWatch();
    }
  }

  /** A server says nothing if a kernel is shut down by somebody else. */
  async #checkKernel(): Promise<void> {
    try {
      await this.#options.address();
    } catch (error) {
      // A server that can't be reached loses its connection, too.
      if (error instanceof WorkerDiedError) this.drop(error);
    }
  }

  #endWatch(): void {
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  /** Asks for nothing of interest. Resolves when the kernel has answered the requests before. */
  async poke(): Promise<void> {
    await this.request('kernel_info_request', {}, { isSilent: true });
  }

  /** Rejects the requests that wait for a reply. */
  rejectAll(reason: unknown): void {
    for (const { reject } of [...this.#pending.values()]) reject(reason);
  }

  /** Drops the connection, so that the next request makes another. */
  drop(reason: unknown): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#current = undefined;
    this.rejectAll(reason);
    socket?.then((opened) => opened.close()).catch(() => {});
  }

  close(reason: unknown): void {
    this.#closed.abort(reason);
    this.drop(reason);
  }

  async #askUntilAnswered(signal: AbortSignal): Promise<unknown> {
    await this.#open();
    return new Promise((resolve, reject) => {
      const ask = async () => {
        while (!signal.aborted) {
          // On this channel, a kernel answers also while it runs code of other clients.
          this.request('kernel_info_request', {}, { channel: 'control', isSilent: true }).then(resolve, reject);
          await wait(ASK_AGAIN, signal);
        }
      };
      ask().catch(() => {});
    });
  }

  async #open(): Promise<WebSocket> {
    const socket = await this.#openOrOpening();
    if (socket.readyState === OPEN) return socket;
    this.#lost(socket);
    return this.#openOrOpening();
  }

  #openOrOpening(): Promise<WebSocket> {
    this.#closed.signal.throwIfAborted();
    if (!this.#socket) {
      const opening = this.#connect();
      this.#socket = opening;
      opening.catch(() => {
        if (this.#socket === opening) this.#socket = undefined;
      });
    }
    return this.#socket;
  }

  async #connect(): Promise<WebSocket> {
    const address = await this.#options.address();
    this.#closed.signal.throwIfAborted();
    const socket = await openSocket(this.#options.WebSocket, address);
    socket.addEventListener('message', ({ data }) => this.#receive(data, socket));
    socket.addEventListener('close', () => this.#lost(socket), { once: true });
    this.#current = socket;
    return socket;
  }

  /** Connects again. The server sends what it has kept for the session; a reply that was lost nevertheless is noticed. */
  async #lost(socket: WebSocket): Promise<void> {
    if (this.#current !== socket || this.#closed.signal.aborted) return;
    this.#current = undefined;
    this.#options.onStatus('reconnecting');
    const waiting = [...this.#pending.keys()];
    const opening = this.#connectAgain();
    this.#socket = opening;
    try {
      await opening;
      this.#options.onStatus('connected');
      // A kernel answers one request after the other, so a request from before that has no reply by then will get none.
      await this.poke();
      this.#rejectLost(waiting);
    } catch (error) {
      if (this.#socket === opening) this.#socket = undefined;
      this.rejectAll(error);
      if (!this.#closed.signal.aborted) this.#options.onStatus('disconnected');
    }
  }

  async #connectAgain(): Promise<WebSocket> {
    let failure: unknown;
    for (const delay of RETRY_DELAYS) {
      await wait(delay, this.#closed.signal);
      try {
        return await this.#connect();
      } catch (error) {
        if (error instanceof WorkerDiedError) throw error;
        failure = error;
      }
    }
    throw new JupyterServerError(
      `The connection to the kernel broke, and could not be made again: ${errorMessage(failure)} The kernel may still run: its next call tries again.`,
      { cause: failure },
    );
  }

  #rejectLost(ids: readonly string[]): void {
    for (const id of ids) {
      this.#pending
        .get(id)
        ?.reject(
          new WorkerDiedError(
            'The connection to the kernel broke, and what it answered meanwhile is lost. Its variables are kept.',
          ),
        );
    }
  }

  #receive(data: unknown, socket: WebSocket): void {
    const message = decode(data, socket.protocol);
    if (!message) {
      this.drop(new UntrustedMessageError('The Jupyter server sent a malformed message.'));
      return;
    }
    const request = this.#pending.get(message.parent_header.msg_id ?? '');
    try {
      if (request) this.#pass(message, request, socket);
      else if (message.channel === 'iopub' && message.header.msg_type === 'status') this.#readDeath(message);
    } catch (error) {
      request?.reject(error);
    }
  }

  #pass(message: JupyterMessage, request: PendingRequest, socket: WebSocket): void {
    const { channel, header, content } = message;
    if (channel === 'shell' || channel === 'control') {
      request.reply = message;
      request.timer = setTimeout(() => request.resolve(message), LATE_OUTPUT);
    } else if (channel === 'iopub' && header.msg_type === 'status') {
      if (readStatus(content).execution_state === 'idle') request.isIdle = true;
    } else if (channel === 'iopub') request.onOutput?.(message);
    else if (channel === 'stdin' && header.msg_type === 'input_request') {
      request.onQuestion?.(content, (value) =>
        this.#send(socket, 'stdin', 'input_reply', { status: 'ok', value }, message),
      );
    }
    if (request.reply && (request.isIdle || request.isSilent)) request.resolve(request.reply);
  }

  #send(socket: WebSocket, channel: Channel, type: string, content: Record<string, unknown>, to: JupyterMessage): void {
    const { session } = this.#options;
    socket.send(encode(createMessage(channel, type, content, { session, parent: to.header }), socket.protocol));
  }

  #readDeath({ content }: JupyterMessage): void {
    const { execution_state: state } = readStatus(content);
    if (state === 'dead') this.#options.onDeath(false);
    if (state === 'restarting' || state === 'autorestarting') this.#options.onDeath(true);
  }
}
