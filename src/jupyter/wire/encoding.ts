import { parseUntrustedJson } from '../../text/parseJson.ts';
import { type JupyterMessage, readMessage } from './message.ts';

/**
 * The name of the binary encoding of messages. Servers that don't know it take and send JSON.
 *
 * @see https://jupyter-server.readthedocs.io/en/latest/developers/websocket-protocols.html
 */
export const BINARY_PROTOCOL = 'v1.kernel.websocket.jupyter.org';

/** Parts of a message in that encoding, before its buffers. */
const PARTS = ['header', 'parent_header', 'metadata', 'content'] as const;
/** Parts and buffers of one message. */
const MAX_PARTS = 10_000;
const OFFSET = 8;
/** Bytes of each offset in the older encoding, which messages with buffers have. */
const OLD_OFFSET = 4;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** @param protocol the one that the server has chosen; empty if it knows none */
export function encode(message: JupyterMessage, protocol: string): string | ArrayBuffer {
  if (protocol !== BINARY_PROTOCOL) return JSON.stringify(message);
  const texts = PARTS.map((part) => encoder.encode(JSON.stringify(message[part])));
  return join([encoder.encode(message.channel), ...texts, ...message.buffers.map((buffer) => new Uint8Array(buffer))]);
}

/** @returns `undefined` if that is no message */
export function decode(data: unknown, protocol: string): JupyterMessage | undefined {
  try {
    if (typeof data === 'string') return readMessage(parseUntrustedJson(data));
    if (!(data instanceof ArrayBuffer)) return undefined;
    return readMessage(protocol === BINARY_PROTOCOL ? decodeParts(data) : decodeWithBuffers(data));
  } catch {
    // An offset leads out of the data, or a part is no JSON.
    return undefined;
  }
}

/** The number of offsets, the offsets, the parts: all numbers are of 64 bits, the lowest byte first. */
function join(parts: Uint8Array[]): ArrayBuffer {
  let at = OFFSET * (parts.length + 2);
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, at));
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(parts.length + 1), true);
  for (const [index, part] of parts.entries()) {
    view.setBigUint64(OFFSET * (index + 1), BigInt(at), true);
    bytes.set(part, at);
    at += part.length;
  }
  view.setBigUint64(OFFSET * (parts.length + 1), BigInt(at), true);
  return bytes.buffer;
}

function decodeParts(data: ArrayBuffer): unknown {
  const view = new DataView(data);
  const offsets = readOffsets(Number(view.getBigUint64(0, true)), (index) =>
    Number(view.getBigUint64(OFFSET * (index + 1), true)),
  );
  const [channel = '', ...texts] = offsets
    .slice(0, PARTS.length + 1)
    .map((start, index) => decoder.decode(piece(data, start, offsets[index + 1])));
  const buffers = offsets.slice(PARTS.length + 1, -1);
  return {
    channel,
    ...Object.fromEntries(PARTS.map((part, index) => [part, parseUntrustedJson(texts[index] ?? '')])),
    buffers: buffers.map((start, index) => piece(data, start, offsets[PARTS.length + 2 + index])),
  };
}

/** The number of parts, their offsets, then the message as JSON, and its buffers: all numbers of 32 bits, the highest byte first. */
function decodeWithBuffers(data: ArrayBuffer): unknown {
  const view = new DataView(data);
  const offsets = readOffsets(view.getUint32(0), (index) => view.getUint32(OLD_OFFSET * (index + 1)));
  const [message, ...buffers] = offsets.map((start, index) => piece(data, start, offsets[index + 1]));
  return { ...(parseUntrustedJson(decoder.decode(message)) as object), buffers };
}

function readOffsets(count: number, read: (index: number) => number): number[] {
  if (count > MAX_PARTS) throw new RangeError('Too many parts.');
  return Array.from({ length: count }, (_, index) => read(index));
}

function piece(data: ArrayBuffer, start: number, end = data.byteLength): ArrayBuffer {
  if (start > end || end > data.byteLength) throw new RangeError('A part lies outside of the message.');
  return data.slice(start, end);
}
