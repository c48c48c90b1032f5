/**
 * Errors of the engine itself. User code that fails is not an error here: it is a result with an outcome.
 *
 * The mark is a registered symbol, so that `GloveboxError.is` holds across realms and across two copies of this library.
 */
const MARK = Symbol.for('glovebox.error');

export class GloveboxError extends Error {
  readonly [MARK] = true;
  override readonly name: string = 'GloveboxError';

  static is(value: unknown): value is GloveboxError {
    return typeof value === 'object' && value !== null && MARK in value;
  }
}

/** A file of the engine could not be had. The message names its address, the reason, and what to do. */
export class EngineDownloadError extends GloveboxError {
  override readonly name = 'EngineDownloadError';
  readonly url: string;

  constructor(url: string, reason: string, options?: ErrorOptions) {
    super(
      `${url} could not be downloaded: ${reason}. The engine's files belong in the folder pyodide/ beside the page, ` +
        'or where the option `assets` says.',
      options,
    );
    this.url = url;
  }
}

/** The engine was there, but no interpreter could be started from it. */
export class EngineBootError extends GloveboxError {
  override readonly name = 'EngineBootError';
}

/** The worker or the frame ended under a call that was waiting for it. Variables are lost; the next run gets a new interpreter. */
export class WorkerDiedError extends GloveboxError {
  override readonly name = 'WorkerDiedError';
}

/** The frame answered something that the protocol does not know. */
export class UntrustedMessageError extends GloveboxError {
  override readonly name = 'UntrustedMessageError';
}

/** A file could not be written into the sandbox. The message names it and says why. */
export class SandboxFileError extends GloveboxError {
  override readonly name = 'SandboxFileError';
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

/** The page has as many sandboxes as it allows itself. */
export class SandboxLimitError extends GloveboxError {
  override readonly name = 'SandboxLimitError';

  constructor(limit: number) {
    super(`This page allows ${limit} sandboxes at once (Sandbox.limit). Close one first.`);
  }
}

/** An option has a value that cannot be used. The message names the option, what it takes, and what it got. */
export class InvalidOptionError extends GloveboxError {
  override readonly name = 'InvalidOptionError';
}
