/**
 * What a recording has in the place of what belongs to an account. A signature's place holder is base64 of its own, as a signature is:
 * a multiple of four characters of the URL-safe alphabet.
 *
 * @see https://protobuf.dev/programming-guides/json/ (bytes)
 */
export const placeholders = {
  key: 'REDACTED',
  /** @param number from 1 */
  signature: (number: number) => `signature-${String(number).padStart(6, '0')}`,
  /** Of whatever the client brought along from before the recording. */
  earlierSignature: 'signature-before',
  continuation: (number: number) => `continuation-${String(number).padStart(7, '0')}`,
  response: (number: number) => `response-${number}`,
  file: (number: number) => `https://generativelanguage.googleapis.com/v1beta/files/redacted-${number}`,
  /** @param collection such as `cachedContents` */
  resource: (collection: string, number: number) => `${collection}/redacted-${number}`,
  project: 'redacted',
} as const;

/**
 * Whether a recorded value stands for one that a replaying client brings itself, so that any string is as good: a signature from before
 * the recording, a file that was uploaded, a cache.
 */
export function standsForAny(recorded: unknown, got: unknown): boolean {
  if (typeof recorded !== 'string' || typeof got !== 'string') return false;
  return recorded === placeholders.earlierSignature || /\/redacted-\d+$/.test(recorded);
}
