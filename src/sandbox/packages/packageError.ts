import { GloveboxError } from '../../errors.ts';

/**
 * A Python package could not be downloaded or installed. The message names it, the reason, and what to do; it may be shown to the model.
 * The texts are where the reasons are found: `fetchPackage.ts`, `planner.ts` and `knowledge/unavailable.ts`.
 * Thrown by `Sandbox.create` for modules of `preload`. In a run, the message is the hint of the import's error.
 */
export class PackageError extends GloveboxError {
  override readonly name = 'PackageError';
  /** The package's name, as in the lock file or on PyPI. */
  readonly package: string;

  constructor(packageName: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.package = packageName;
  }
}
