/** A registered symbol, so that `GloveboxError.is` holds across realms and across two copies of this library. */
const MARK = Symbol.for('glovebox.error');

/**
 * What all errors of this library have in common. User code that fails is not an error here: it is a result with an outcome.
 *
 * Messages are written for the reader. What a signal was aborted with is thrown as it is, and is none of these.
 */
export class GloveboxError extends Error {
  readonly [MARK] = true;
  /** The name of the class, which a minifier leaves alone. */
  override readonly name: string = 'GloveboxError';

  /** Whether an error is one of this library, of whichever copy of it. */
  static is(value: unknown): value is GloveboxError {
    return typeof value === 'object' && value !== null && MARK in value;
  }
}

/**
 * A file of the engine could not be had. The message names its address, the reason, and what to do. Thrown by `Sandbox.create`.
 */
export class EngineDownloadError extends GloveboxError {
  override readonly name = 'EngineDownloadError';
  /** The file's address. */
  readonly url: string;

  /** @param reason fits after a colon: `the server answered 404` */
  constructor(url: string, reason: string, options?: ErrorOptions) {
    super(
      `${url} could not be downloaded: ${reason}. The engine's files belong in the folder pyodide/ beside the page, ` +
        'or where the option `assets` says.',
      options,
    );
    this.url = url;
  }
}

/**
 * The engine was there, but no interpreter could be started from it. Thrown by `Sandbox.create`, and by every call where an
 * interpreter that was lost could not be replaced.
 */
export class EngineBootError extends GloveboxError {
  override readonly name = 'EngineBootError';
}

/** The worker or the frame ended under a call that was waiting for it, or before it. The next run gets a new interpreter. */
export class WorkerDiedError extends GloveboxError {
  override readonly name = 'WorkerDiedError';
  /** The numbers of the runs whose variables and files are known to be gone with it. */
  readonly lostRuns: readonly number[];

  constructor(message: string, { lostRuns = [], ...options }: ErrorOptions & { lostRuns?: readonly number[] } = {}) {
    super(message, options);
    this.lostRuns = lostRuns;
  }
}

/** The frame answered something that the protocol does not know: code in it has tampered with what is there to answer. */
export class UntrustedMessageError extends GloveboxError {
  override readonly name = 'UntrustedMessageError';
}

/** The API answered something that no answer can be made of. Thrown by the client of `withLocalPython`, for requests whose code runs here. */
export class MalformedResponseError extends GloveboxError {
  override readonly name = 'MalformedResponseError';

  /** @param reason what is not as it should be, such as `candidates.0.content.parts: Expected …` */
  constructor(reason: string) {
    super(`The API's response is malformed: ${reason}.`);
  }
}

/** A file of the sandbox could not be read, written or removed. The message names it and says why. Thrown by `sandbox.files`. */
export class SandboxFileError extends GloveboxError {
  override readonly name = 'SandboxFileError';
}

/** A session could not be captured, or a snapshot of one not be restored. The message says what was in the way, or what was expected and found. */
export class SnapshotError extends GloveboxError {
  override readonly name = 'SnapshotError';
}

/** The sandbox was closed before or during the call. */
export class SandboxClosedError extends GloveboxError {
  override readonly name = 'SandboxClosedError';

  constructor() {
    super('This sandbox is closed. Make another with Sandbox.create().');
  }
}

/** The sandbox was reset while the call was running or waiting. */
export class SandboxResetError extends GloveboxError {
  override readonly name = 'SandboxResetError';

  constructor() {
    super('The sandbox was reset: what was running or waiting was given up.');
  }
}

/** The page has as many sandboxes as it allows itself. Thrown by `Sandbox.create`. */
export class SandboxLimitError extends GloveboxError {
  override readonly name = 'SandboxLimitError';

  /** @param limit sandboxes at once */
  constructor(limit: number) {
    super(`This page allows ${limit} sandboxes at once (Sandbox.limit). Close one first.`);
  }
}

/** An option has a value that cannot be used. The message names the option, what it takes, and what it got. */
export class InvalidOptionError extends GloveboxError {
  override readonly name = 'InvalidOptionError';
}

/** What was thrown, maybe on the other side, in words. It may be anything, and even refuse to be read. */
export function errorMessage(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error).slice(0, 1000);
  } catch {
    return 'for no reason that can be read';
  }
}

/** Whether the browser refused to store something because the site has used up its share of the disk. */
export function isStorageFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/**
 * Whether the message of an error of `fetch` tells that the network failed. Each browser words it in its own way, and so does Node.
 *
 * @param message of a `TypeError`: the type alone says nothing, since mistakes in a program have it as well
 */
export function isNetworkFailure(message: string): boolean {
  return /fetch|network|load failed|terminated/i.test(message);
}
