import { GloveboxError } from '../errors.ts';

/** A file that belongs to this page could not be had or read. */
export class PageFileError extends GloveboxError {
  override readonly name = 'PageFileError';

  constructor(url: URL, reason: string, options?: ErrorOptions) {
    super(`${url.href} could not be used: ${reason}.`, options);
  }
}
