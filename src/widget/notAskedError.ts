import { GloveboxError } from '../errors.ts';

/** A question was not asked. The message says what has to be done first. */
export class NotAskedError extends GloveboxError {
  override readonly name = 'NotAskedError';
}
