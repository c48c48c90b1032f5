import { sizes } from 'virtual:engine-build';
import { StallTimeout } from '../../async/timeouts.ts';
import { EngineDownloadError } from '../../errors.ts';
import { CLASSIC_FACTORY, ENGINE_FILES, type EngineFile, type OtherEngineFiles } from '../../protocol.ts';

/** Milliseconds without a byte, before the first or between two, after which the engine's download is given up. */
const PATIENCE = 30_000;

/** Who takes the engine's files as they come. */
export interface EngineDownloadListener {
  onProgress(progress: DownloadProgress): void;
  /** Another piece of the WebAssembly, which can be compiled while it comes. */
  onWasm(chunk: Uint8Array<ArrayBuffer>): void;
  /** Another of the other files, whole. */
  onFile(name: keyof OtherEngineFiles, bytes: ArrayBuffer): void;
}

/** How far the engine's files have come, all together. */
export interface DownloadProgress {
  /** Bytes received so far, after decompression. */
  loaded: number;
  /** Bytes in all, after decompression. */
  total: number;
}

/**
 * Downloads a Pyodide distribution's core, all files at once.
 *
 * @param base the folder that holds the files, ending in a slash
 * @returns all bytes, one file after the other in the order of {@link ENGINE_FILES}
 * @throws EngineDownloadError where a file cannot be had
 */
export async function downloadEngine(
  base: URL,
  signal: AbortSignal,
  { onProgress, onWasm, onFile }: EngineDownloadListener,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const names = Object.keys(ENGINE_FILES) as EngineFile[];
  const progress = new Map(names.map((name) => [name, { loaded: 0, total: expectedSize(name) }]));
  const report = (name: EngineFile, part: DownloadProgress) => {
    progress.set(name, part);
    onProgress(sum([...progress.values()]));
  };
  const files = await Promise.all(
    names.map(async (name) => {
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      let loaded = 0;
      await downloadFile(name, base, signal, (chunk) => {
        loaded += chunk.byteLength;
        if (name === 'wasm') onWasm(chunk);
        chunks.push(chunk);
        // Another build than the one these sizes were taken from is told apart only at its end.
        report(name, { loaded, total: Math.max(loaded, expectedSize(name)) });
      });
      report(name, { loaded, total: loaded });
      if (name !== 'wasm') onFile(name, join(chunks));
      return chunks;
    }),
  );
  return files.flat();
}

function expectedSize(name: EngineFile): number {
  return sizes[ENGINE_FILES[name]] ?? 0;
}

function sum(parts: DownloadProgress[]): DownloadProgress {
  const add = (key: keyof DownloadProgress) => parts.reduce((whole, part) => whole + part[key], 0);
  return { loaded: add('loaded'), total: add('total') };
}

async function downloadFile(
  name: EngineFile,
  base: URL,
  signal: AbortSignal,
  onChunk: (chunk: Uint8Array<ArrayBuffer>) => void,
): Promise<void> {
  const get = (file: string) => download(new URL(file, base), signal, onChunk);
  try {
    await get(ENGINE_FILES[name]);
  } catch (error) {
    if (name !== 'factory' || !(error instanceof EngineDownloadError)) throw error;
    // The error that counts is the one about the file that is to be expected.
    await get(CLASSIC_FACTORY).catch(() => Promise.reject(error));
  }
}

async function download(
  url: URL,
  signal: AbortSignal,
  onChunk: (chunk: Uint8Array<ArrayBuffer>) => void,
): Promise<void> {
  const stall = new StallTimeout(PATIENCE);
  let loaded: number | undefined;
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, stall.signal]) });
    if (!response.ok) throw new EngineDownloadError(url.href, `the server answered ${response.status}`);
    // Many hosts answer with a page of theirs, and status 200, where a file is missing.
    if (response.headers.get('content-type')?.startsWith('text/html')) {
      throw new EngineDownloadError(url.href, 'the server answered with a web page instead');
    }
    loaded = 0;
    await readAll(response, (chunk) => {
      stall.postpone();
      loaded = (loaded ?? 0) + chunk.byteLength;
      onChunk(chunk);
    });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof EngineDownloadError) throw error;
    throw new EngineDownloadError(url.href, reasonFor(stall, loaded), { cause: error });
  } finally {
    stall.end();
  }
}

/** @param loaded bytes, where there was an answer */
function reasonFor({ signal, patience }: StallTimeout, loaded: number | undefined): string {
  const seconds = `${patience / 1000} s`;
  if (loaded === undefined) {
    return signal.aborted ? `there was no answer within ${seconds}` : 'there was no answer (offline?)';
  }
  const how = signal.aborted ? `nothing more came within ${seconds}` : 'the connection broke off';
  return `${how} after ${loaded} bytes`;
}

/** By hand: through a TransformStream that counts, it takes twice as long. */
async function readAll(response: Response, onChunk: (chunk: Uint8Array<ArrayBuffer>) => void): Promise<void> {
  const reader = response.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done || !value) return;
    onChunk(value);
  }
}

function join(chunks: Uint8Array[]): ArrayBuffer {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let end = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, end);
    end += chunk.byteLength;
  }
  return bytes.buffer;
}
