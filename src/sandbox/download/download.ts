import { StallTimeout } from '../../async/timeouts.ts';

/** Reason why a download failed, in words that fit between parentheses: `offline?`, `the server answered 404`. */
export class DownloadFailure extends Error {
  override readonly name = 'DownloadFailure';
  /** Whether the server did not answer at all, so that there is no use in asking it for more. */
  readonly unreachable: boolean = false;
  /** Whether that was known at once, as it is without a network. */
  readonly offline: boolean = false;
  /** Whether an answer came, but not the file that was meant. */
  readonly damaged: boolean = false;
  /** The HTTP status, if that was an error. */
  readonly status: number | undefined;

  constructor(reason: string, facts: ErrorOptions & Partial<FailureFacts> = {}) {
    super(reason, facts);
    Object.assign(this, facts);
  }
}

type FailureFacts = Pick<DownloadFailure, 'unreachable' | 'offline' | 'damaged' | 'status'>;

/** Milliseconds without a byte, before the first or between two, after which the download of the engine is given up. */
export const ENGINE_STALL_TIMEOUT = 30_000;
/** The same for the download of a package: there may be another place to get it from. */
export const PACKAGE_STALL_TIMEOUT = 10_000;

export interface DownloadOptions {
  signal: AbortSignal;
  /** Milliseconds without a byte, before the first or between two, after which the download is given up. */
  stallTimeout: number;
  /** Request headers, such as the kind of answer that is wanted. */
  headers?: Record<string, string>;
  cache?: RequestCache;
  /** Whether the request carries cookies and a referrer, as the page's own requests do. @default false */
  asPage?: boolean;
  /** @param total bytes in all, if the server said so */
  onChunk?: (chunk: Uint8Array<ArrayBuffer>, loaded: number, total: number | undefined) => void;
}

/**
 * Downloads a file.
 *
 * @throws DownloadFailure
 * @throws the signal's reason if it aborts
 */
export async function download(url: URL, options: DownloadOptions): Promise<ArrayBuffer> {
  return new Blob(await downloadChunks(url, options)).arrayBuffer();
}

/** Downloads a file as {@link download} does, in the pieces in which it comes. */
export async function downloadChunks(url: URL, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer>[]> {
  const { signal, stallTimeout, headers = {}, cache = 'default', asPage = false, onChunk = () => {} } = options;
  signal.throwIfAborted();
  const stall = new StallTimeout(stallTimeout);
  let loaded = 0;
  let answered = false;
  try {
    const response = await fetch(url, {
      headers,
      cache,
      ...(!asPage && { credentials: 'omit', referrerPolicy: 'no-referrer' }),
      signal: AbortSignal.any([signal, stall.signal]),
    });
    answered = true;
    checkAnswer(response);
    const total = Number(response.headers.get('content-length')) || undefined;
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    for await (const chunk of chunksOf(response)) {
      stall.postpone();
      chunks.push(chunk);
      loaded += chunk.byteLength;
      onChunk(chunk, loaded, total);
    }
    return chunks;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DownloadFailure) throw error;
    throw failure(error, stall, answered, loaded);
  } finally {
    stall.end();
  }
}

function checkAnswer({ ok, status, headers }: Response): void {
  if (!ok) throw new DownloadFailure(`the server answered ${status}`, { status });
  // Many hosts answer a request for a missing file with a page and status 200.
  if (headers.get('content-type')?.startsWith('text/html')) {
    throw new DownloadFailure('the server answered with a web page instead', { damaged: true });
  }
}

/** Neither `for await` over the body, which WebKit lacks, nor a TransformStream that counts, which takes twice as long. */
async function* chunksOf({ body }: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

function failure(cause: unknown, stall: StallTimeout, answered: boolean, loaded: number): DownloadFailure {
  const seconds = `${stall.milliseconds / 1000} s`;
  if (!answered) {
    const offline = !stall.signal.aborted;
    return new DownloadFailure(offline ? 'offline?' : `no answer within ${seconds}`, {
      unreachable: true,
      offline,
      cause,
    });
  }
  const how = stall.signal.aborted ? `nothing more came within ${seconds}` : 'the connection broke off';
  return new DownloadFailure(`${how} after ${loaded} bytes`, { cause });
}
