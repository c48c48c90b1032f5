import { beforeEach, expect, it, vi } from 'vitest';
import { timeoutWhileAwake } from '../../../src/async/timeouts.ts';
import { EngineDownloadError } from '../../../src/errors.ts';
import { downloadEngine } from '../../../src/sandbox/engine/downloadEngine.ts';

vi.mock('virtual:engine-build', () => ({ sizes: {}, sha256: '' }));

beforeEach(() => {
  vi.useFakeTimers();
  return () => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  };
});

it('who is waited for in vain is given up when the time is over, and not where that is called off', () => {
  const end = vi.fn();
  const calledOff = vi.fn();
  timeoutWhileAwake(10_000, end);
  timeoutWhileAwake(10_000, calledOff)();
  vi.advanceTimersByTime(9_999);
  expect(end).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(end).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(60_000);
  expect(calledOff).not.toHaveBeenCalled();
});

it('a page that was frozen has not waited: it does so again, once it is awake', () => {
  const end = vi.fn();
  const clock = vi.spyOn(performance, 'now');
  clock.mockReturnValue(0);
  timeoutWhileAwake(10_000, end);
  clock.mockReturnValue(3_600_000);
  vi.advanceTimersByTime(10_000);
  expect(end).not.toHaveBeenCalled();
  clock.mockReturnValue(3_610_000);
  vi.advanceTimersByTime(10_000);
  expect(end).toHaveBeenCalledOnce();
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
] as const)('an engine is not waited for without end from a server that %s', async (what, reason) => {
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
