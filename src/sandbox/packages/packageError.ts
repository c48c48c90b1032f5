import { GloveboxError } from '../../errors.ts';

/** A Python package could not be had or did not install. The message names it, says why, and says what to do; it is fit for the model, too. */
export class PackageError extends GloveboxError {
  override readonly name = 'PackageError';
  /** The package's name, as in the lock file or on PyPI. */
  readonly package: string;

  constructor(packageName: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.package = packageName;
  }
}
