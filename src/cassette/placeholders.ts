/**
 * What a recording has in the place of what belongs to an account. A signature's place holder is base64 of its own, as a signature is:
 * a multiple of four characters of the URL-safe alphabet.
 *
 * @see https://protobuf.dev/programming-guides/json/ (bytes)
 */
export const placeholders = {
  key: 'REDACTED',
  /** What signs the address of a file. */
  query: '?REDACTED',
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
 * Whether a recorded value stands for one that a replaying client brings itself, so that any string is as good: a key, a signature from
 * before the recording, a file that was uploaded, what signs the address of a file, a cache, a project.
 */
export function standsForAny(recorded: unknown, got: unknown): boolean {
  if (typeof recorded !== 'string' || typeof got !== 'string') return false;
  if (recorded.endsWith(placeholders.query)) return recorded.slice(0, -placeholders.key.length) === beforeQuery(got);
  const isAny = recorded === placeholders.key || recorded === placeholders.earlierSignature;
  return isAny || /\/redacted-\d+$/.test(recorded) || recorded === withoutProject(got);
}

/** A name without the project that it belongs to. */
export function withoutProject(name: string): string {
  return name.replace(/^projects\/[^/]+(?=\/)/, `projects/${placeholders.project}`);
}

function beforeQuery(address: string): string {
  return address.slice(0, address.indexOf('?') + 1);
}
