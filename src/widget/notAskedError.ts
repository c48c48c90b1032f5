import { GloveboxError } from '../errors.ts';

/** Nothing was asked or run. The message says what to do first. */
export class NotAskedError extends GloveboxError {
  override readonly name = 'NotAskedError';
}
