import { type Remote, wrap } from 'comlink';

/** Where the kernel of JupyterLite is. */
export interface KernelPlace {
  /** The folder of an engine whose distribution has the wheels that the kernel installs. */
  engine: string;
  /** The folder of the package @jupyterlite/pyodide-kernel. */
  code: string;
  /** The name of the wheel of its installer. */
  piplite: string;
}

/** What of the kernel's worker is called here. @see https://github.com/jupyterlite/pyodide-kernel */
interface KernelCalls {
  initialize(options: object): Promise<void>;
  execute(content: { code: string }, parent: { header: object }): Promise<{ status: string }>;
}

/** A kernel of JupyterLite in a worker of its own, as its own client starts it. */
export class Kernel {
  readonly #worker: Worker;
  readonly #calls: Remote<KernelCalls>;
  readonly #ready: Promise<void>;

  constructor({ engine, code, piplite }: KernelPlace) {
    // A worker's script has to be of the page's origin.
    const script = `import ${JSON.stringify(`${code}lib/comlink.worker.js`)};`;
    const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    this.#worker = new Worker(address, { type: 'module' });
    this.#calls = wrap<KernelCalls>(this.#worker);
    this.#ready = this.#calls.initialize({
      baseUrl: location.origin,
      pyodideUrl: `${engine}pyodide.mjs`,
      indexUrl: engine,
      pipliteWheelUrl: `${code}pypi/${piplite}`,
      pipliteUrls: [`${code}pypi/all.json`],
      disablePyPIFallback: true,
      location: '',
      mountDrive: false,
      loadPyodideOptions: {},
      browsingContextId: 'bench',
      kernelId: 'bench',
    });
  }

  /** @returns the value of the last expression, as text */
  async run(code: string): Promise<string> {
    await this.#ready;
    const over = new AbortController();
    const result = new Promise<string>((resolve) => {
      const onMessage = ({ data: { _kernelMessage: message } }: MessageEvent) => {
        if (message?.type === 'execute_result') resolve(message.bundle.data['text/plain']);
      };
      this.#worker.addEventListener('message', onMessage, { signal: over.signal });
    });
    const { status } = await this.#calls.execute({ code }, { header: {} });
    if (status !== 'ok') throw new Error(`The kernel of JupyterLite answered ${status}.`);
    return result.finally(() => over.abort());
  }

  end(): void {
    this.#worker.terminate();
  }
}
