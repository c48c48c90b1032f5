import type { StockRequest } from './stockWorker.ts';

/** Stock Pyodide in a worker of its own, one request at a time. */
export class Stock {
  readonly #worker = new Worker(new URL('./stockWorker.ts', import.meta.url), { type: 'module' });

  /** @param packages where the engine is, and wheels that are loaded before the code runs */
  run(code: string, { engine = '/pyodide/', wheels = [] }: Partial<StockRequest> = {}): Promise<void> {
    const request: StockRequest = { code, engine, wheels };
    return new Promise((resolve, reject) => {
      this.#worker.onerror = ({ message }) => reject(new Error(message));
      this.#worker.onmessage = ({ data }) => {
        if (data.type === 'done') resolve();
        else if (data.type === 'failed') reject(new Error(`Stock Pyodide failed: ${data.reason}`));
      };
      this.#worker.postMessage(request);
    });
  }

  end(): void {
    this.#worker.terminate();
  }
}
