import { DownloadFailure } from '../download/download.ts';

/** The signature of a zip file's end record, and the bytes of that record without its comment. */
const ZIP_END = [0x50, 0x4b, 0x05, 0x06];
const ZIP_END_LENGTH = 22;
const MAX_ZIP_COMMENT_LENGTH = 0xffff;

/** In hexadecimal. Works on plain http too, where browsers offer no crypto.subtle. */
export async function sha256(bytes: ArrayBuffer): Promise<string> {
  return toHex(new Uint8Array(await digest(bytes)));
}

async function digest(bytes: ArrayBuffer): Promise<ArrayBuffer | Uint8Array> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (subtle) return subtle.digest('SHA-256', bytes);
  const implementation = await import('@noble/hashes/sha2.js');
  return implementation.sha256(new Uint8Array(bytes));
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Checks that bytes are the file that a hash was taken from. If not, the error says what they are, if that can be told: only a whole archive
 * with another content is called a mismatch.
 *
 * @throws DownloadFailure
 */
export async function checkHash(
  url: URL,
  bytes: ArrayBuffer,
  expected: { sha256: string; from: string },
  size: number | undefined,
): Promise<void> {
  const actual = await sha256(bytes);
  if (actual === expected.sha256) return;
  throw new DownloadFailure(
    describeDamage(bytes, size) ??
      `${url.href} does not have the hash that ${expected.from} gives: sha256 ${actual} instead of ${expected.sha256}`,
    { damaged: true },
  );
}

function describeDamage(bytes: ArrayBuffer, size: number | undefined): string | undefined {
  const length = bytes.byteLength;
  if (length === 0) return 'the server answered with nothing';
  const start = new TextDecoder().decode(bytes.slice(0, 256)).trimStart().toLowerCase();
  if (start.startsWith('<!doctype') || start.startsWith('<html')) return 'the server answered with a web page instead';
  if (size !== undefined && length < size) return `the file is cut off: ${length} of ${size} bytes came`;
  if (start.startsWith('pk') && !hasZipEnd(new Uint8Array(bytes))) return `the file is cut off after ${length} bytes`;
  return start.startsWith('pk') ? undefined : 'the server answered with something else';
}

/** @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT section 4.3.16 */
function hasZipEnd(bytes: Uint8Array): boolean {
  const from = Math.max(0, bytes.length - ZIP_END_LENGTH - MAX_ZIP_COMMENT_LENGTH);
  for (let at = bytes.length - ZIP_END_LENGTH; at >= from; at--) {
    if (ZIP_END.every((byte, offset) => bytes[at + offset] === byte)) return true;
  }
  return false;
}
