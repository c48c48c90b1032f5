import { WorkerDiedError } from '../errors.ts';
import { KernelConnection } from './connection.ts';
import { JupyterServerError } from './errors.ts';
import { KernelHelper } from './helper.ts';
import { KernelApi } from './kernelApi.ts';
import { type JupyterKernelOptions, type JupyterKernelStatus, serverAddress } from './options.ts';
import { readKernelInfo } from './wire/contents.ts';
import { randomId } from './wire/message.ts';

interface ProcessListener {
  onStatus: (status: JupyterKernelStatus) => void;
  /** Called when the variables are gone, because the kernel died or somebody restarted it. */
  onLost: () => void;
}

/** A kernel's process on the server, with the connection to it. */
export class KernelProcess {
  readonly connection: KernelConnection;
  readonly helper: KernelHelper;
  readonly id: string;
  /** Whether it was started here, and is shut down at the end. */
  readonly isOwn: boolean;
  readonly #api: KernelApi;
  readonly #listener: ProcessListener;
  #pythonVersion = '';
  #died: 'restarted' | 'dead' | undefined;
  #restarting: Promise<void> | undefined;

  /** Starts a kernel, or finds the one to attach to, and waits until it answers. @throws JupyterServerError */
  static async open(options: JupyterKernelOptions, listener: ProcessListener): Promise<KernelProcess> {
    const {
      url,
      token,
      kernelId,
      kernelName,
      folder = '',
      fetch = globalThis.fetch.bind(globalThis),
      signal,
    } = options;
    signal?.throwIfAborted();
    const api = new KernelApi({ url: serverAddress(url), token, fetch });
    const model = kernelId === undefined ? await api.start(kernelName, folder) : await api.find(kernelId);
    if (!model) {
      throw new JupyterServerError(
        `There is no kernel ${kernelId}: it may have been shut down. Leave the option \`kernelId\` out to start another.`,
        { status: 404 },
      );
    }
    const kernel = new KernelProcess(api, model.id, options, listener);
    try {
      await kernel.#greet(signal);
      return kernel;
    } catch (error) {
      await kernel.close(error).catch(() => {});
      throw error;
    }
  }

  private constructor(api: KernelApi, id: string, options: JupyterKernelOptions, listener: ProcessListener) {
    const session = randomId();
    this.#api = api;
    this.#listener = listener;
    this.id = id;
    this.isOwn = options.kernelId === undefined;
    this.connection = new KernelConnection({
      address: async () => {
        if (await api.find(id)) return api.channelsAddress(id, session);
        throw new WorkerDiedError(
          'The kernel is gone: it was shut down. Connect another with JupyterKernel.connect().',
        );
      },
      session,
      WebSocket: options.WebSocket ?? globalThis.WebSocket,
      onStatus: listener.onStatus,
      onDeath: (isRestarted) => this.#die(isRestarted),
    });
    this.helper = new KernelHelper(this.connection, listener.onLost);
  }

  get pythonVersion(): string {
    return this.#pythonVersion;
  }

  /** Whether it died, and has not been ready since. */
  get hasDied(): boolean {
    return this.#died !== undefined;
  }

  /** Waits until it takes requests, if it died or is restarted. @throws WorkerDiedError if it does not come back */
  async whenReady(): Promise<void> {
    await this.#restarting;
    if (this.#died === 'dead') await this.restart(new WorkerDiedError('The kernel died.'));
    else if (this.#died === 'restarted') {
      await this.connection.whenReady();
      this.#died = undefined;
    }
  }

  /** Interrupts the code that runs. */
  async interrupt(): Promise<void> {
    await this.#api.interrupt(this.id);
    // The event loop of a kernel that awaits something sleeps on, until a message arrives.
    this.connection.poke().catch(() => {});
  }

  /** Starts the process afresh. Requests that wait reject with `reason`. */
  async restart(reason: unknown): Promise<void> {
    this.#restarting ??= this.#restart(reason).finally(() => {
      this.#restarting = undefined;
    });
    await this.#restarting;
  }

  /** Ends the connection, and the process if it was started here. */
  async close(reason: unknown): Promise<void> {
    this.connection.close(reason);
    await this.#restarting?.catch(() => {});
    if (this.isOwn) await this.#api.shutDown(this.id);
  }

  async #greet(signal: AbortSignal | undefined): Promise<void> {
    const { language_info: language } = readKernelInfo(await this.connection.whenReady(signal));
    if (language.name !== 'python') {
      throw new JupyterServerError(
        `The kernel runs ${language.name.slice(0, 100)}, but must run Python. Choose one with the option \`kernelName\`: \`jupyter kernelspec list\` shows them.`,
      );
    }
    this.#pythonVersion = language.version;
  }

  async #restart(reason: unknown): Promise<void> {
    this.connection.drop(reason);
    this.helper.forget();
    this.#listener.onLost();
    await this.#api.restart(this.id);
    await this.connection.whenReady();
    this.#died = undefined;
  }

  #die(isRestarted: boolean): void {
    if (this.#died === 'dead') return;
    this.#died = isRestarted ? 'restarted' : 'dead';
    this.helper.forget();
    this.#listener.onLost();
    this.#listener.onStatus('died');
    this.connection.rejectAll(new WorkerDiedError('The kernel died, as it does if its machine has no memory left.'));
  }
}
