import { errorMessage } from '../../errors.ts';
import { isJsonObject } from '../../text/parseJson.ts';

/** An error of a request, in the form that the loop reads. */
export class RequestFailure extends Error {
  /** As the provider's package threw it. */
  readonly original: unknown;
  readonly status?: number;
  readonly headers?: Headers;

  /**
   * @param isFirst whether it is the first request of the answer, which the AI SDK repeats by itself. It would repeat a later one with the
   *   whole answer, and run its code twice: the loop repeats that request alone.
   */
  constructor(error: unknown, isFirst: boolean) {
    super(errorMessage(error));
    this.original = error;
    const { statusCode, isRetryable, responseHeaders } = isJsonObject(error) ? error : {};
    const status = isRetryable === true ? (isFirst ? undefined : 503) : statusCode;
    if (typeof status === 'number') this.status = status;
    if (isJsonObject(responseHeaders)) this.headers = new Headers(responseHeaders as Record<string, string>);
  }

  /** Gives the error for the application. */
  static unwrap(error: unknown, isRepeatable: boolean): unknown {
    if (!(error instanceof RequestFailure)) return error;
    return isRepeatable ? error.original : new Error(error.message, { cause: error.original });
  }
}
