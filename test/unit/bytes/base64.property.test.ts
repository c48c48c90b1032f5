import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromBase64, toBase64 } from '../../../src/bytes/base64.ts';
import { assertProperty } from '../assertProperty.ts';

/** Also of lengths at which the encoder, which takes them a piece at a time, goes on to the next one. */
const bytes = fc.oneof(
  fc.uint8Array(),
  fc.integer({ min: 0x8000 - 2, max: 0x8000 + 2 }).map((length) => Uint8Array.from({ length }, (_, at) => at * 7)),
);

it('bytes are what they were when they come back, in either alphabet, padded or not', async () => {
  const property = fc.property(bytes, (data) => {
    const text = toBase64(data);
    expect(text).toBe(Buffer.from(data).toString('base64'));
    expect(Buffer.from(data).equals(fromBase64(text))).toBe(true);
    expect(Buffer.from(data).equals(fromBase64(Buffer.from(data).toString('base64url')))).toBe(true);
  });
  await assertProperty(property, 300);
});
