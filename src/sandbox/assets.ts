import engineSizes from 'virtual:engine-sizes';
import { EngineDownloadError } from '../errors.ts';
import { CLASSIC_FACTORY, ENGINE_FILES, type EngineBytes, type EngineFile } from '../protocol.ts';

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
 * @throws EngineDownloadError where a file cannot be had
 */
export async function downloadEngine(
  base: URL,
  signal: AbortSignal,
  onProgress: (progress: DownloadProgress) => void,
): Promise<EngineBytes> {
  const names = Object.keys(ENGINE_FILES) as EngineFile[];
  const progress = new Map(names.map((name) => [name, { loaded: 0, total: expectedSize(name) }]));
  const report = (name: EngineFile, part: DownloadProgress) => {
    progress.set(name, part);
    onProgress(sum([...progress.values()]));
  };
  const files = await Promise.all(
    names.map(async (name) => {
      // Another build than the one these sizes were taken from is told apart only at its end.
      const bytes = await downloadFile(name, base, signal, (loaded) => {
        report(name, { loaded, total: Math.max(loaded, expectedSize(name)) });
      });
      report(name, { loaded: bytes.byteLength, total: bytes.byteLength });
      return [name, bytes] as const;
    }),
  );
  return Object.fromEntries(files) as EngineBytes;
}

function expectedSize(name: EngineFile): number {
  return engineSizes[ENGINE_FILES[name]] ?? 0;
}

function sum(parts: DownloadProgress[]): DownloadProgress {
  const add = (key: keyof DownloadProgress) => parts.reduce((whole, part) => whole + part[key], 0);
  return { loaded: add('loaded'), total: add('total') };
}

async function downloadFile(
  name: EngineFile,
  base: URL,
  signal: AbortSignal,
  onBytes: (loaded: number) => void,
): Promise<ArrayBuffer> {
  const get = (file: string) => download(new URL(file, base), signal, onBytes);
  try {
    return await get(ENGINE_FILES[name]);
  } catch (error) {
    if (name !== 'factory' || !(error instanceof EngineDownloadError)) throw error;
    // The error that counts is the one about the file that is to be expected.
    return get(CLASSIC_FACTORY).catch(() => Promise.reject(error));
  }
}

async function download(url: URL, signal: AbortSignal, onBytes: (loaded: number) => void): Promise<ArrayBuffer> {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new EngineDownloadError(url.href, `the server answered ${response.status}`);
    // Many hosts answer with a page of theirs, and status 200, where a file is missing.
    if (response.headers.get('content-type')?.startsWith('text/html')) {
      throw new EngineDownloadError(url.href, 'the server answered with a web page instead');
    }
    return await readAll(response, onBytes);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof EngineDownloadError) throw error;
    throw new EngineDownloadError(url.href, 'there was no answer (offline?)', { cause: error });
  }
}

async function readAll(response: Response, onBytes: (loaded: number) => void): Promise<ArrayBuffer> {
  if (!response.body) return response.arrayBuffer();
  let loaded = 0;
  const count = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      loaded += chunk.byteLength;
      onBytes(loaded);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(count)).arrayBuffer();
}
