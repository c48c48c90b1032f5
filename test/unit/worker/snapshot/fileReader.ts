/** What a worker reads blobs with, which Node does not have. */

class BlobReader {
  result: ArrayBuffer | undefined;
  error: unknown;
  onload = () => {};
  onerror = () => {};

  readAsArrayBuffer(blob: Blob): void {
    blob.arrayBuffer().then(
      (result) => {
        this.result = result;
        this.onload();
      },
      (error: unknown) => {
        this.error = error;
        this.onerror();
      },
    );
  }
}

Object.assign(globalThis, { FileReader: BlobReader });
