const WORKER = `onmessage = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => port.postMessage(data, data instanceof ArrayBuffer ? [data] : []);
};`;
const SCRIPT = `
  const worker = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(WORKER)}])));
  onmessage = ({ ports }) => worker.postMessage(null, [...ports]);
`;

/** A worker that gives back what it is given. */
export class Echo {
  readonly #port: MessagePort;
  readonly #end: () => void;

  /**
   * One in a sandboxed frame. The frame's origin is opaque, which makes it another process in Chromium: a transfer to it is a copy, whoever
   * does it.
   */
  static async sealed(): Promise<Echo> {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.hidden = true;
    frame.srcdoc = `<!doctype html><script>${SCRIPT}</script>`;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    document.documentElement.append(frame);
    await loaded;
    const give = (port: MessagePort) => frame.contentWindow?.postMessage(null, '*', [port]);
    return new Echo(give, () => frame.remove());
  }

  /** One of the page itself. */
  static plain(): Echo {
    const worker = new Worker(URL.createObjectURL(new Blob([WORKER])));
    return new Echo(
      (port) => worker.postMessage(null, [port]),
      () => worker.terminate(),
    );
  }

  private constructor(give: (port: MessagePort) => void, end: () => void) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#end = end;
    give(port2);
  }

  send<Value>(value: Value, transferred: Transferable[] = []): Promise<Value> {
    return new Promise((resolve) => {
      this.#port.onmessage = ({ data }: MessageEvent<Value>) => resolve(data);
      this.#port.postMessage(value, transferred);
    });
  }

  close(): void {
    this.#end();
  }
}
