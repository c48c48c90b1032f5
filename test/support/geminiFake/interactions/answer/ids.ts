/**
 * Makes an id: `v1_` and, in base64url, a protobuf message of the token of the conversation's first turn and the token of this turn
 * (decoded from recordings of vercel/ai and rust-genai).
 */
export function interactionId(own: string, previousId: string | undefined): string {
  const first = previousId === undefined ? own : (firstTokenOf(previousId) ?? own);
  const fields = Buffer.concat([field(1, first), field(2, own)]);
  return `v1_${fields.toString('base64url')}`;
}

/** A field of protobuf whose value is a text of less than 128 bytes. */
function field(number: number, text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
}

/** Undefined for an id that a script made up. */
function firstTokenOf(id: string): string | undefined {
  const bytes = Buffer.from(id.replace(/^v1_/, ''), 'base64url');
  return bytes[0] === 0x0a ? bytes.subarray(2, 2 + (bytes[1] ?? 0)).toString() : undefined;
}
