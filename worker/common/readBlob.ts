/**
 * Reads a blob, without its own `arrayBuffer()`: if a frame is removed while that reads, Chromium keeps the frame with all that it holds, for as
 * long as the process has another. The body of a response would be as good, but is copied once more.
 */
export function readBlob(blob: Blob): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(blob);
  });
}
