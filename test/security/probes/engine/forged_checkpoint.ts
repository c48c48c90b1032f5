// A checkpoint that was changed.
// tries: restore files that begin as checkpoints do, with other bytes, lengths that lie, another build, and names such as __proto__
// must: refuse each with SnapshotError, and leave the session as it was
import { Checkpoint, SnapshotError } from '../../../../src/index.ts';
import type { Attack } from '../../attack.ts';

async function forge(genuine: ArrayBuffer): Promise<Record<string, BlobPart[]>> {
  const length = new DataView(genuine).getUint32(12);
  const header = JSON.parse(new TextDecoder().decode(genuine.slice(80, 80 + length)));
  const payload = genuine.slice(80 + length);
  const sha256Of = async (bytes: BufferSource) => {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return [...hash].map((each) => each.toString(16).padStart(2, '0')).join('');
  };
  const write = async (changes: object, bytes: ArrayBuffer = payload) => {
    const sha256 = await sha256Of(bytes);
    const text = JSON.stringify({ ...header, payload: { size: bytes.byteLength, sha256 }, ...changes });
    const encoded = new TextEncoder().encode(text);
    const numbers = new DataView(new ArrayBuffer(8));
    numbers.setUint32(0, 2);
    numbers.setUint32(4, encoded.length);
    return ['GLOVEBOX', numbers, await sha256Of(encoded), encoded, bytes];
  };
  const description = (text: string) => {
    const encoded = new TextEncoder().encode(text);
    const bytes = new Uint8Array(4 + encoded.length);
    new DataView(bytes.buffer).setUint32(0, encoded.length);
    bytes.set(encoded, 4);
    return bytes.buffer;
  };
  const flipped = new Uint8Array(payload.slice());
  const middle = flipped.length >> 1;
  flipped[middle] = (flipped[middle] ?? 0) ^ 1;
  return {
    'no mark': ['GLOVEBOX', payload],
    'a flipped bit': ['GLOVEBOX', new Uint8Array(genuine, 8, 72 + length), flipped],
    'no payload': await write({}, new ArrayBuffer(0)),
    'a payload that is none': await write({}, description('{"tree": 7}')),
    'endless memory': await write({}, description('{"memorySize": 1e15, "parts": [], "tree": [], "openFiles": []}')),
    'a prototype': await write(
      {},
      description('{"__proto__": {"pwned": 1}, "tree": [], "openFiles": [], "parts": []}'),
    ),
    'a header with a prototype': await write({ ['__proto__']: { pwned: 1 }, runs: -1 }),
    'names that are no texts': await write({ packages: [{ toString: 'pwned' }] }),
  };
}

export default async function restoreForged(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  await sandbox.run('kept = 42');
  using checkpoint = await sandbox.checkpoint();
  const forged = await forge(await (await checkpoint.toBlob()).arrayBuffer());
  for (const [what, parts] of Object.entries(forged)) {
    try {
      await sandbox.restore(await Checkpoint.fromBlob(new Blob(parts)));
      return `escaped: ${what} was restored`;
    } catch (error) {
      if (!(error instanceof SnapshotError)) return `escaped: ${what} gave ${error}`;
    }
  }
  const { output } = await sandbox.run('print(kept)');
  return output === '42\n' ? `blocked: ${Object.keys(forged).length} refused` : `escaped: ${output}`;
}
