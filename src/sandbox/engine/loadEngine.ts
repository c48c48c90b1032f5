import { whenIdle } from '../../async/idle.ts';
import { importChunk } from '../../async/importChunk.ts';
import { EngineBootError, errorMessage } from '../../errors.ts';
import type { BootStep } from '../../protocol.ts';
import type { DownloadProgress } from '../download/totalProgress.ts';
import type { Frame } from '../frame/frame.ts';
import { downloadEngine } from './downloadEngine.ts';
import { type CachedEngine, cacheEngine, evictEngine, evictOutdated, readCachedEngine } from './engineCache.ts';
import { isPackageFolder } from './packageFolder.ts';

/** Progress of the engine until it is ready. */
export type EngineProgress =
  | ({ step: 'download' } & DownloadProgress)
  | { step: BootStep }
  /** A snapshot could not be made or used. Everything works without it, and only starts slower. */
  | { step: 'snapshot-refused'; reason: string };

interface LoadEngineOptions {
  /** The folder of the engine's files. */
  base: URL;
  /** The file of the sealed document; without it, the document is made from text. */
  frameUrl: URL | undefined;
  /** Gives up loading. */
  signal: AbortSignal;
  /** Prepares the first interpreter of a frame while the engine's files are on their way. */
  prepareFirst: (opening: Promise<Frame>) => Promise<void>;
  onProgress: (progress: EngineProgress) => void;
}

/**
 * Opens a sealed frame, and brings an engine into it: the browser's cached copy, or else a downloaded one.
 *
 * @throws EngineDownloadError if a file of the engine can't be downloaded
 * @throws EngineBootError if the frame can't be opened, the engine of a CDN has been changed, or the engine can't be compiled
 */
export async function loadEngine(options: LoadEngineOptions): Promise<Frame> {
  const { base, signal, onProgress } = options;
  const opening = openFrame(options);
  // It may fail before the browser has found the cached engine.
  opening.catch(() => {});
  const cached = await readCachedEngine(base);
  if (!cached) return bringInto(opening, () => download(opening, options), options);
  try {
    const frame = await bringInto(opening, () => handOver(cached, opening), options);
    // Without a network the copy stays.
    maintainCache(() => evictOutdated(base), signal);
    return frame;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof EngineBootError)) throw error;
    onProgress({ step: 'snapshot-refused', reason: `The cached engine can't be used: ${errorMessage(error)}` });
    await evictEngine(base);
    const another = openFrame(options);
    return bringInto(another, () => download(another, options), options);
  }
}

/** Loads the code that the frame needs while the engine is loaded. */
async function openFrame({ frameUrl }: LoadEngineOptions): Promise<Frame> {
  const { Frame } = await importChunk(() => import('../frame/frame.ts'));
  return Frame.open(frameUrl);
}

/** @param bring brings the engine's files into the frame */
async function bringInto(
  opening: Promise<Frame>,
  bring: () => Promise<void>,
  { signal, prepareFirst, onProgress }: LoadEngineOptions,
): Promise<Frame> {
  const prepared = prepareFirst(opening);
  try {
    await bring();
    const frame = await opening;
    onProgress({ step: 'compile' });
    await Promise.all([frame.whenCompiled(), prepared]);
    signal.throwIfAborted();
    return frame;
  } catch (error) {
    opening.then((frame) => frame.close(error)).catch(() => {});
    throw error;
  }
}

async function download(opening: Promise<Frame>, { base, signal, onProgress }: LoadEngineOptions): Promise<void> {
  // Chunks that come before the frame is there wait in the port.
  const { port1: wasm, port2: wasmInFrame } = new MessageChannel();
  opening.then((frame) => frame.compile(wasmInFrame)).catch(() => {});
  const parts = await downloadEngine(base, signal, {
    onProgress: (bytes) => onProgress({ step: 'download', ...bytes }),
    onWasm: (chunk) => sendChunk(wasm, chunk),
    onFile: (name, bytes) => void opening.then((frame) => frame.addFiles({ [name]: bytes })).catch(() => {}),
  });
  // Before the engine is complete, and so before any of its Python runs.
  if (isPackageFolder(base)) await check(base, parts);
  wasm.postMessage(null);
  maintainCache(() => cacheEngine(base, parts), signal);
}

async function check(base: URL, parts: Uint8Array<ArrayBuffer>[]): Promise<void> {
  const { checkEngine } = await importChunk(() => import('./checkEngine.ts'));
  await checkEngine(base, parts);
}

/** Sends a copy: the page may still cache the bytes themselves. */
function sendChunk(port: MessagePort, chunk: Uint8Array<ArrayBuffer>): void {
  port.postMessage(chunk.byteLength === chunk.buffer.byteLength ? chunk.buffer : chunk.slice().buffer);
}

async function handOver({ wasm, ...files }: CachedEngine, opening: Promise<Frame>): Promise<void> {
  const frame = await opening;
  frame.compile(wasm);
  frame.addFiles(files);
}

/** Best effort, once the page is idle: without the cached copy the engine is downloaded again. */
function maintainCache(work: () => Promise<void>, signal: AbortSignal): void {
  whenIdle(() => {
    if (!signal.aborted) work().catch(() => {});
  });
}
