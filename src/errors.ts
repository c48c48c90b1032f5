/** A registered symbol, so that `GloveboxError.is` holds across realms and across two copies of this library. */
const MARK = Symbol.for('glovebox.error');

/**
 * The base class of this library's errors. Code that fails in the sandbox is not such an error: its run gives a result with the status
 * `'error'`. Nor is an aborted call: it throws the signal's own reason. Messages say what to do, and may be shown to users.
 */
export class GloveboxError extends Error {
  readonly [MARK] = true;
  /** The name of the class, which a minifier leaves alone. */
  override readonly name: string = 'GloveboxError';

  /** Whether a value is an error of this library, or of another copy of it. */
  static is(value: unknown): value is GloveboxError {
    return typeof value === 'object' && value !== null && MARK in value;
  }
}

/** A file of the engine could not be downloaded. The message names its address, the reason, and what to do. Thrown by `Sandbox.create`. */
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

/** No interpreter could be started from the engine. Thrown by `Sandbox.create`, and by any call if a lost interpreter can't be replaced. */
export class EngineBootError extends GloveboxError {
  override readonly name = 'EngineBootError';
}

/** The worker or the frame ended before or during the call. The next run gets a new interpreter, unless the frame is gone. */
export class WorkerDiedError extends GloveboxError {
  override readonly name = 'WorkerDiedError';
  /** The numbers of the runs whose variables and files are lost. @default [] */
  readonly lostRuns: readonly number[];

  constructor(message: string, { lostRuns = [], ...options }: ErrorOptions & { lostRuns?: readonly number[] } = {}) {
    super(message, options);
    this.lostRuns = lostRuns;
  }
}

/** The frame sent a malformed answer: code in it has tampered with the part of the sandbox that answers. */
export class UntrustedMessageError extends GloveboxError {
  override readonly name = 'UntrustedMessageError';
}

/** The API's response is malformed. Thrown by the client of `withLocalPython`, for requests whose code runs in the browser. */
export class MalformedResponseError extends GloveboxError {
  override readonly name = 'MalformedResponseError';

  /** @param reason such as `candidates.0.content.parts: Expected …` */
  constructor(reason: string) {
    super(`The API's response is malformed: ${reason}.`);
  }
}

/** A file of the sandbox could not be read, written or removed. The message names it and says why. Thrown by `sandbox.files`. */
export class SandboxFileError extends GloveboxError {
  override readonly name = 'SandboxFileError';
}

/** A table of the sandbox could not be asked: the session does not have it any more, or Python failed. Thrown by `sandbox.tables`. */
export class TableError extends GloveboxError {
  override readonly name = 'TableError';
  /** The session does not have the table any more; Python failed, and `cause` is what it said; or there is too much CSV for one file. */
  readonly reason: 'gone' | 'failed' | 'too-large';

  constructor(message: string, { reason, ...options }: ErrorOptions & { reason: TableError['reason'] }) {
    super(message, options);
    this.reason = reason;
  }
}

/** A session could not be captured, restored or stored. The message says why, or what was expected and found. */
export class SnapshotError extends GloveboxError {
  override readonly name = 'SnapshotError';
}

/**
 * Another tab, or another sandbox of this page, has the session of this name. Thrown by `Sandbox.create`, and by `save()` if another has taken the
 * name over.
 */
export class SessionInUseError extends GloveboxError {
  override readonly name = 'SessionInUseError';

  /** @param session the name in `persist` */
  constructor(session: string) {
    super(
      `The session ${JSON.stringify(session)} is open in another tab, or in another sandbox of this page. Close it there, or ` +
        'create the sandbox with the option `takeOver: true`: the other one is then not stored any more.',
    );
  }
}

/** The sandbox was closed before or during the call. */
export class SandboxClosedError extends GloveboxError {
  override readonly name = 'SandboxClosedError';

  constructor(message = 'This sandbox is closed. Make another with Sandbox.create().') {
    super(message);
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

/** An option has an invalid value. The message names the option, the values that it takes, and the value that it got. */
export class InvalidOptionError extends GloveboxError {
  override readonly name = 'InvalidOptionError';
}

/**
 * Gives the message of anything that was thrown. It may come from the frame, and refuse to be read.
 *
 * @param limit characters of it
 */
export function errorMessage(error: unknown, limit = 1000): string {
  try {
    return String(error instanceof Error ? error.message : error).slice(0, limit);
  } catch {
    return 'for no reason that can be read';
  }
}

/** Settles as `promise` does, but wraps an error that is not of this library. @param wrap gets the error's message */
export async function wrapErrors<Value>(
  promise: Promise<Value>,
  wrap: (reason: string, options: ErrorOptions) => GloveboxError,
): Promise<Value> {
  try {
    return await promise;
  } catch (error) {
    throw GloveboxError.is(error) ? error : wrap(errorMessage(error), { cause: error });
  }
}

/** Whether the browser stored nothing because the site has used up its share of the disk. */
export function isStorageFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/**
 * Whether an error of `fetch` means that the network failed. Each browser has its own words for that, and so does Node.
 *
 * @param message of a `TypeError`: the type alone is not enough, since mistakes in a program have it, too
 */
export function isNetworkFailure(message: string): boolean {
  return /fetch|network|load failed|terminated/i.test(message);
}
