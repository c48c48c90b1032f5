import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.zip': 'application/zip',
};

/** Where the page lies: not at the root. */
const PLACE = '/some/where/';

interface HostOptions {
  /** Sent with every answer; none, unless somebody can set them. */
  headers?: Record<string, string>;
  /** Makes of a file's content what is sent, under this `Content-Encoding`. */
  encoding?: { name: string; encode: (content: Buffer) => Promise<Buffer> };
}

/** A static host on a real socket. */
export class FolderHost implements AsyncDisposable {
  /** Of the folder. */
  url = '';
  /** What was asked for, below its place, in order. */
  readonly requests: string[] = [];
  /** What is sent in place of files, by path. */
  readonly replaced = new Map<string, Buffer>();
  readonly #options: HostOptions;
  readonly #server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
    this.#answer(asked).then(({ status, headers, content }) => response.writeHead(status, headers).end(content));
  });
  #folder: string;

  private constructor(folder: string, options: HostOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  static async open(folder: string, options: HostOptions = {}): Promise<FolderHost> {
    const host = new FolderHost(folder, options);
    await new Promise<void>((resolve) => host.#server.listen(0, '127.0.0.1', resolve));
    host.url = `http://127.0.0.1:${(host.#server.address() as AddressInfo).port}${PLACE}`;
    return host;
  }

  /** Serves another folder from now on, as after an upload. */
  serve(folder: string): void {
    this.#folder = folder;
  }

  /** Nothing listens any more, and what was connected is not. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #answer(asked: string): Promise<{ status: number; headers: Record<string, string>; content?: Buffer }> {
    if (!asked.startsWith(PLACE)) return { status: 404, headers: {} };
    const file = asked.slice(PLACE.length) || 'index.html';
    this.requests.push(file);
    const { encoding } = this.#options;
    const content = this.replaced.get(file) ?? (await readFile(path.join(this.#folder, file)).catch(() => undefined));
    if (!content) return { status: 404, headers: {} };
    const headers = {
      'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream',
      ...this.#options.headers,
      ...(encoding && { 'Content-Encoding': encoding.name }),
    };
    return { status: 200, headers, content: encoding ? await encoding.encode(content) : content };
  }
}
