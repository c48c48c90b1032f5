const CHUNK = 0x8000;

/** Encodes bytes, in pieces, since the number of a call's arguments is limited. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

/** Decodes both alphabets of base64, since the API's JSON may use either. @see https://protobuf.dev/programming-guides/json/ */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(characters.length);
  // Uint8Array.from() would take seconds for a file of 14 MB.
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = characters.charCodeAt(at);
  return bytes;
}
