/**
 * Reads a blob, without its own `arrayBuffer()`: if a frame is removed while that reads, Chromium keeps the frame with all that it holds, for as
 * long as the process has another.
 */
export function readBlob(blob: Blob): Promise<ArrayBuffer> {
  return new Response(blob).arrayBuffer();
}
