import { sizes } from 'virtual:engine-build';
import { EngineDownloadError } from '../../errors.ts';
import { CLASSIC_FACTORY, ENGINE_FILES, type EngineFile, type OtherEngineFiles } from '../../protocol.ts';
import { DownloadFailure, type DownloadOptions, downloadChunks, ENGINE_STALL_TIMEOUT } from '../download/download.ts';
import { type DownloadProgress, TotalProgress } from '../download/totalProgress.ts';

/** Takes the engine's files as they come. */
interface EngineDownloadListener {
  onProgress(progress: DownloadProgress): void;
  /** Another piece of the WebAssembly, which can be compiled while it comes. */
  onWasm(chunk: Uint8Array<ArrayBuffer>): void;
  /** Another of the other files, whole. */
  onFile(name: keyof OtherEngineFiles, bytes: ArrayBuffer): void;
}

/**
 * Downloads a Pyodide distribution's core, all files at once.
 *
 * @param base the folder that holds the files, ending in a slash
 * @returns all bytes, one file after the other in the order of {@link ENGINE_FILES}
 * @throws EngineDownloadError if a file can't be downloaded
 */
export async function downloadEngine(
  base: URL,
  signal: AbortSignal,
  { onProgress, onWasm, onFile }: EngineDownloadListener,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const names = Object.keys(ENGINE_FILES) as EngineFile[];
  const progress = new TotalProgress(
    names.map((name) => [name, sizes[ENGINE_FILES[name]] ?? 0] as const),
    onProgress,
  );
  const failed = new AbortController();
  const options = {
    signal: AbortSignal.any([signal, failed.signal]),
    stallTimeout: ENGINE_STALL_TIMEOUT,
    asPage: true,
  };
  const download = async (name: EngineFile) => {
    // The sizes are those of this build: if the folder holds another, its own are known at the end.
    const chunks = await downloadFile(name, base, {
      ...options,
      onChunk: (chunk, loaded) => {
        if (name === 'wasm') onWasm(chunk);
        progress.report(name, loaded);
      },
    });
    const size = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
    progress.report(name, size, size);
    if (name !== 'wasm') onFile(name, await new Blob(chunks).arrayBuffer());
    return chunks;
  };
  try {
    return (await Promise.all(names.map(download))).flat();
  } catch (error) {
    // None of the other files is needed then.
    failed.abort(error);
    throw error;
  }
}

async function downloadFile(name: EngineFile, base: URL, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer>[]> {
  const get = (file: string) => downloadFrom(new URL(file, base), options);
  try {
    return await get(ENGINE_FILES[name]);
  } catch (error) {
    if (name !== 'factory' || !(error instanceof EngineDownloadError)) throw error;
    // If neither is there, the error names the file that this version has.
    return get(CLASSIC_FACTORY).catch(() => Promise.reject(error));
  }
}

async function downloadFrom(url: URL, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer>[]> {
  try {
    return await downloadChunks(url, options);
  } catch (error) {
    if (!(error instanceof DownloadFailure)) throw error;
    const reason = error.offline ? 'there was no answer (offline?)' : error.message;
    throw new EngineDownloadError(url.href, reason, { cause: error });
  }
}
