import { GloveboxError } from '../../errors.ts';

/** A Python package could not be downloaded or installed. The message names it, says why, and what to do. It may be shown to the model. */
export class PackageError extends GloveboxError {
  override readonly name = 'PackageError';
  /** The package's name, as in the lock file or on PyPI. */
  readonly package: string;

  constructor(packageName: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.package = packageName;
  }
}
