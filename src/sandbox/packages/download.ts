import { StallTimeout } from '../../async/timeouts.ts';

/** Milliseconds without a byte, before the first or between two, after which a download is given up. */
export const DEFAULT_PATIENCE = 10_000;

/** Why a download failed, in words that fit between parentheses: `offline?`, `the server answered 404`. */
export class DownloadFailure extends Error {
  override readonly name = 'DownloadFailure';
  /** Whether the server did not answer at all, so that there is no use in asking it for more. */
  readonly unreachable: boolean;
  /** Whether that was known at once, as it is without a network. */
  readonly offline: boolean;
  /** Whether something came, but not the file that was meant. */
  readonly damaged: boolean;
  /** What the server answered, where that was an error: the HTTP status. */
  readonly status: number | undefined;

  constructor(
    reason: string,
    { unreachable = false, offline = false, damaged = false, status, ...options }: FailureOptions = {},
  ) {
    super(reason, options);
    this.status = status;
    this.unreachable = unreachable;
    this.offline = offline;
    this.damaged = damaged;
  }
}

interface FailureOptions extends ErrorOptions {
  unreachable?: boolean;
  offline?: boolean;
  damaged?: boolean;
  status?: number;
}

export interface DownloadOptions {
  signal: AbortSignal;
  /** Milliseconds. */
  patience: number;
  /** Sent along, such as what kind of answer is wanted. */
  headers?: Record<string, string>;
  cache?: RequestCache;
  /** @param total bytes in all, where the server said so */
  onBytes?: (loaded: number, total: number | undefined) => void;
}

/**
 * Downloads a file, with neither cookies nor a referrer.
 *
 * @throws DownloadFailure
 * @throws the signal's reason where it aborts
 */
export async function download(url: URL, options: DownloadOptions): Promise<ArrayBuffer> {
  const { signal, patience, headers = {}, cache = 'default', onBytes = () => {} } = options;
  signal.throwIfAborted();
  const stall = new StallTimeout(patience);
  let loaded = 0;
  let answered = false;
  try {
    const response = await fetch(url, {
      headers,
      cache,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
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
      onBytes(loaded, total);
    }
    return await new Blob(chunks).arrayBuffer();
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
  // Many hosts answer with a page of theirs, and status 200, where a file is missing.
  if (headers.get('content-type')?.startsWith('text/html')) {
    throw new DownloadFailure('the server answered with a web page instead', { damaged: true });
  }
}

async function* chunksOf({ body }: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body?.getReader();
  while (reader) {
    // Not `for await` over the body, which WebKit does not have.
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

function failure(cause: unknown, stall: StallTimeout, answered: boolean, loaded: number): DownloadFailure {
  const seconds = `${stall.patience / 1000} s`;
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
