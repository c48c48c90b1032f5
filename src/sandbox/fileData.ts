import { abortable } from '../async/abort.ts';

/** Contents for a file. A string is written as UTF-8; a stream is read to its end. */
export type FileData = string | Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer> | ReadableStream<Uint8Array>;

/** Copies the bytes, since they are transferred. */
export async function bytesOf(data: FileData, signal: AbortSignal): Promise<ArrayBuffer> {
  if (data instanceof ArrayBuffer) return data.slice();
  if (ArrayBuffer.isView(data)) return data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  if (data instanceof Blob) return data.arrayBuffer();
  // For bytes, this would take many times longer than a copy.
  if (typeof data === 'string') return new Response(data).arrayBuffer();
  // A stream may never end: it is cancelled with the session.
  return abortable(new Response(data.pipeThrough(new TransformStream(), { signal })).arrayBuffer(), signal);
}
