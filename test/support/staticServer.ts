import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type LocalServer, startServer } from './localServer.ts';

const MIME_TYPES: Record<string, string> = {
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

/** The type that a static host gives to a file, by its ending. */
export function mimeTypeOf(file: string): string {
  return MIME_TYPES[path.extname(file)] ?? 'application/octet-stream';
}

/** By the path that each is at, which ends with a slash. A file belongs to the longest that fits. */
type Folders = Record<string, string>;

interface StaticServerOptions {
  /** Sent with every answer. Default: none, as of a host that lets nobody set them. */
  headers?: Record<string, string>;
  /** The types of some endings, in place of the usual ones: `{ '.html': 'text/plain' }`. */
  types?: Record<string, string>;
  /** Makes of a file's content what is sent, under this `Content-Encoding`. */
  encoding?: { name: string; encode: (content: Buffer) => Promise<Buffer> };
}

interface Replacement {
  content: string | Buffer;
  headers?: Record<string, string>;
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
  content?: Buffer;
}

/** A static host on a real socket. */
export class StaticServer implements AsyncDisposable {
  /** The files that were asked for, below their folder, in order. */
  readonly requests: string[] = [];
  /** Sent instead of files, by their path below the folder, whether or not they exist. */
  readonly replaced = new Map<string, Replacement>();
  readonly #options: StaticServerOptions;
  #folders: Folders;
  #local: LocalServer | undefined;

  private constructor(folders: Folders, options: StaticServerOptions) {
    this.#folders = folders;
    this.#options = options;
  }

  static async start(folders: Folders, options: StaticServerOptions = {}): Promise<StaticServer> {
    const server = new StaticServer(folders, options);
    server.#local = await startServer(async (request, response) => {
      const asked = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
      const { status, headers, content } = await server.#answer(asked);
      response.writeHead(status, headers).end(content);
    });
    return server;
  }

  get origin(): string {
    return this.#local?.origin ?? '';
  }

  /** The address of the first folder. */
  get url(): string {
    const [first = '/'] = Object.keys(this.#folders);
    return `${this.origin}${first}`;
  }

  /** Serves other folders from now on, as after an upload. */
  serve(folders: Folders): void {
    this.#folders = folders;
  }

  /** Lets the process end while this still listens. */
  unref(): void {
    this.#local?.server.unref();
  }

  async close(): Promise<void> {
    await this.#local?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #answer(asked: string): Promise<Answer> {
    const places = Object.keys(this.#folders).filter((place) => asked.startsWith(place));
    const [place] = places.toSorted((a, b) => b.length - a.length);
    if (place === undefined) return { status: asked === '/favicon.ico' ? 204 : 404 };
    const file = asked.slice(place.length).replace(/(^|\/)$/, '$1index.html');
    this.requests.push(file);
    const replacement = this.replaced.get(file);
    const content = replacement ? Buffer.from(replacement.content) : await this.#read(place, file);
    // The browser itself asks for its icon.
    if (!content) return { status: file === 'favicon.ico' ? 204 : 404, ...this.#headers() };
    const { encoding, types } = this.#options;
    const headers = {
      'Content-Type': types?.[path.extname(file)] ?? mimeTypeOf(file),
      ...this.#options.headers,
      ...replacement?.headers,
      ...(encoding && { 'Content-Encoding': encoding.name }),
    };
    return { status: 200, headers, content: encoding ? await encoding.encode(content) : content };
  }

  #headers(): Pick<Answer, 'headers'> {
    const { headers } = this.#options;
    return headers ? { headers } : {};
  }

  #read(place: string, file: string): Promise<Buffer | undefined> {
    return readFile(path.join(this.#folders[place] ?? '', file)).catch(() => undefined);
  }
}
