/**
 * Placeholders in a recording for values that belong to an account. Those for signatures are valid base64, as signatures are: a multiple of
 * four characters of the URL-safe alphabet.
 *
 * @see https://protobuf.dev/programming-guides/json/ (bytes)
 */
export const placeholders = {
  key: 'REDACTED',
  /** For the signed query of a file's address. */
  query: '?REDACTED',
  /** @param number from 1 */
  signature: (number: number) => `signature-${String(number).padStart(6, '0')}`,
  /** For signatures that the client brought from before the recording. */
  earlierSignature: 'signature-before',
  continuation: (number: number) => `continuation-${String(number).padStart(7, '0')}`,
  response: (number: number) => `response-${number}`,
  interaction: (number: number) => `interaction-${number}`,
  /** For interactions from before the recording. */
  earlierInteraction: 'interaction-before',
  environment: (number: number) => `environment-${number}`,
  event: (number: number) => `event-${number}`,
  file: (number: number) => `https://generativelanguage.googleapis.com/v1beta/files/redacted-${number}`,
  /** @param collection such as `cachedContents` */
  resource: (collection: string, number: number) => `${collection}/redacted-${number}`,
  project: 'redacted',
} as const;

/**
 * Whether a recorded placeholder matches any string that the replaying client sends: a key, a signature or an interaction from before the
 * recording, an uploaded file, the signed query of an address, a cache, a project.
 */
export function matchesAny(recorded: unknown, got: unknown): boolean {
  if (typeof recorded !== 'string' || typeof got !== 'string') return false;
  if (recorded.endsWith(placeholders.query)) return recorded.slice(0, -placeholders.key.length) === beforeQuery(got);
  const isAny = ANY.includes(recorded);
  return isAny || /\/redacted-\d+$/.test(recorded) || recorded === withoutProject(got);
}

const ANY: readonly string[] = [placeholders.key, placeholders.earlierSignature, placeholders.earlierInteraction];

/** Replaces the project in a resource name. */
export function withoutProject(name: string): string {
  return name.replace(/^projects\/[^/]+(?=\/)/, `projects/${placeholders.project}`);
}

function beforeQuery(address: string): string {
  return address.slice(0, address.indexOf('?') + 1);
}
