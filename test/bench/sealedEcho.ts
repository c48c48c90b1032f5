const WORKER = `onmessage = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => port.postMessage(data, data instanceof ArrayBuffer ? [data] : []);
};`;
const SCRIPT = `
  const worker = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(WORKER)}])));
  onmessage = ({ ports }) => worker.postMessage(null, [...ports]);
`;

/**
 * A worker in a sandboxed frame that gives back the bytes that it is given. The frame's origin is opaque, which makes it another process
 * in Chromium: a transfer to it is a copy, whoever does it.
 */
export class SealedEcho {
  readonly #frame: HTMLIFrameElement;
  readonly #port: MessagePort;

  static async open(): Promise<SealedEcho> {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.hidden = true;
    frame.srcdoc = `<!doctype html><script>${SCRIPT}</script>`;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    document.documentElement.append(frame);
    await loaded;
    return new SealedEcho(frame);
  }

  private constructor(frame: HTMLIFrameElement) {
    this.#frame = frame;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    frame.contentWindow?.postMessage(null, '*', [port2]);
  }

  /** @param bytes are transferred */
  send(bytes: ArrayBuffer): Promise<ArrayBuffer> {
    return echo(this.#port, bytes, [bytes]);
  }

  sendText(text: string): Promise<string> {
    return echo(this.#port, text);
  }

  close(): void {
    this.#frame.remove();
  }
}

/** The same worker in the page itself. */
export class PlainEcho {
  readonly #worker: Worker;
  readonly #port: MessagePort;

  constructor() {
    this.#worker = new Worker(URL.createObjectURL(new Blob([WORKER])));
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#worker.postMessage(null, [port2]);
  }

  sendText(text: string): Promise<string> {
    return echo(this.#port, text);
  }

  close(): void {
    this.#worker.terminate();
  }
}

function echo<Value>(port: MessagePort, value: Value, transferred: Transferable[] = []): Promise<Value> {
  return new Promise((resolve) => {
    port.onmessage = ({ data }: MessageEvent<Value>) => resolve(data);
    port.postMessage(value, transferred);
  });
}
