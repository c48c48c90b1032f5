import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BINARY_PROTOCOL, decode, encode } from '../../../src/jupyter/wire/encoding.ts';
import { createMessage } from '../../../src/jupyter/wire/message.ts';
import { assertProperty } from '../assertProperty.ts';

const buffer = fc.uint8Array().map((bytes) => bytes.slice().buffer);
const content = fc.dictionary(
  fc.string({ unit: 'grapheme' }).filter((name) => name !== '__proto__'),
  fc.string({ unit: 'grapheme' }),
);

describe('a message', () => {
  it('is the same after it crossed, with its buffers, as bytes', async () => {
    const property = fc.property(content, fc.array(buffer, { maxLength: 3 }), (texts, buffers) => {
      const message = { ...createMessage('shell', 'execute_request', { ...texts }, { session: 'mine' }), buffers };
      expect(decode(encode(message, BINARY_PROTOCOL), BINARY_PROTOCOL)).toEqual(message);
    });
    await assertProperty(property, 300);
  });

  it('is the same after it crossed, as JSON', async () => {
    const property = fc.property(content, (texts) => {
      const message = createMessage('stdin', 'input_reply', { ...texts }, { session: 'mine' });
      expect(decode(encode(message, ''), '')).toEqual(message);
    });
    await assertProperty(property, 300);
  });

  it('with buffers may come from a server of the older kind', () => {
    const message = createMessage('iopub', 'comm_msg', {}, { session: 'theirs' });
    const text = new TextEncoder().encode(JSON.stringify({ ...message, buffers: undefined }));
    const bytes = new Uint8Array(12 + text.length + 2);
    const view = new DataView(bytes.buffer);
    for (const [index, number] of [2, 12, 12 + text.length].entries()) view.setUint32(4 * index, number);
    bytes.set(text, 12);
    bytes.set([7, 8], 12 + text.length);
    const { buffers, header } = decode(bytes.buffer, '') ?? {};
    expect(header).toEqual(message.header);
    expect([...new Uint8Array(buffers?.[0] ?? new ArrayBuffer())]).toEqual([7, 8]);
  });

  it('of any other bytes or text is none', async () => {
    const property = fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, text) => {
      expect(decode(bytes.slice().buffer, BINARY_PROTOCOL)).toBeUndefined();
      expect(decode(bytes.slice().buffer, '')).toBeUndefined();
      expect(decode(text, '')).toBeUndefined();
    });
    await assertProperty(property, 300);
  });
});
