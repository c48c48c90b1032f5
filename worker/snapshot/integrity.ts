import { sha256 } from '@noble/hashes/sha2.js';
import { SnapshotError } from './snapshot.ts';

/** @param expected sha256 in hexadecimal. @throws SnapshotError where the bytes have another */
export async function checkHash(bytes: ArrayBuffer, expected: string): Promise<void> {
  // A browser may take the frame, whose origin is opaque, for a place that is not secure.
  const subtle: SubtleCrypto | undefined = crypto.subtle;
  const hash = subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : sha256(new Uint8Array(bytes));
  const found = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found !== expected) throw new SnapshotError(`expected sha256 ${expected}, got ${found}`);
}
