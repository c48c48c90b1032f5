import { GloveboxError } from '../errors.ts';

/** The Jupyter server could not be reached, or refused a request. The message says what to do. */
export class JupyterServerError extends GloveboxError {
  override readonly name = 'JupyterServerError';
  /** The HTTP status of the refusal; `undefined` if there was no answer. */
  readonly status: number | undefined;

  constructor(message: string, { status, ...options }: ErrorOptions & { status?: number } = {}) {
    super(message, options);
    this.status = status;
  }
}
