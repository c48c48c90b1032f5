import { beforeEach, expect, it, vi } from 'vitest';
import { EngineDownloadError } from '../../../../src/errors.ts';
import { downloadEngine } from '../../../../src/sandbox/engine/downloadEngine.ts';

vi.mock('virtual:engine-build', () => ({ sizes: {}, sha256: '' }));

beforeEach(() => {
  vi.useFakeTimers();
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

/** A server as `fetch` sees it: it goes silent before its answer, or in the middle of it. */
const SILENT = {
  'never answers': (aborted: Promise<never>) => aborted,
  'stops in the middle': async (aborted: Promise<never>) =>
    new Response(
      new ReadableStream({ start: (controller) => void aborted.catch((reason) => controller.error(reason)) }),
    ),
};

it.each([
  ['never answers', 'no answer within 30 s'],
  ['stops in the middle', 'nothing more came within 30 s after 0 bytes'],
] as const)('the download of an engine is given up if the server %s', async (what, reason) => {
  vi.stubGlobal('fetch', (_: URL, { signal }: RequestInit) =>
    SILENT[what](new Promise((__, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))),
  );
  const taker = { onProgress: () => {}, onWasm: () => {}, onFile: () => {} };
  const download = downloadEngine(new URL('https://page.example/pyodide/'), new AbortController().signal, taker);
  const rejected = expect(download).rejects.toThrow(reason);
  await vi.advanceTimersByTimeAsync(70_000);
  await rejected;
  await expect(download).rejects.toBeInstanceOf(EngineDownloadError);
});
