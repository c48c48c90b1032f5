import { DownloadFailure, download } from '../download/download.ts';
import type { FetchContext } from './fetchContext.ts';
import { checkHash } from './integrity.ts';
import { PackageError } from './packageError.ts';
import type { AvailablePackage } from './source.ts';
import { sharedWheelCache } from './wheelCache.ts';

type OnBytes = (loaded: number, total: number | undefined) => void;
type Wanted = Pick<AvailablePackage, 'name' | 'urls' | 'hash' | 'size' | 'advice'>;

/**
 * Downloads a package's file, from the first place that gives the right one.
 *
 * @returns bytes that are shared: neither to be changed nor transferred
 * @throws PackageError
 * @throws the signal's reason if it aborts
 */
export async function fetchPackage(wanted: Wanted, context: FetchContext, onBytes: OnBytes = () => {}) {
  const { name, urls, advice } = wanted;
  if (urls.length === 0) {
    throw new PackageError(name, `${name} is not among the packages that were vendored beside the page; ${advice}`);
  }
  const failures: DownloadFailure[] = [];
  for (const url of urls) {
    try {
      return await fetchFrom(url, wanted, context, onBytes);
    } catch (error) {
      context.signal.throwIfAborted();
      if (!(error instanceof DownloadFailure)) throw error;
      if (error.unreachable) context.unreachable.set(url.origin, error);
      failures.push(error);
    }
  }
  const reasons = [...new Set(failures.map(({ message }) => message))].join('; ');
  const separator = advice === '' ? '.' : '; ';
  throw new PackageError(name, `${name} could not be downloaded (${reasons})${separator}${advice}`, {
    cause: failures.at(-1),
  });
}

async function fetchFrom(
  url: URL,
  { hash, size }: Wanted,
  { signal, stallTimeout, unreachable }: FetchContext,
  onBytes: OnBytes,
): Promise<ArrayBuffer> {
  const known = unreachable.get(url.origin);
  if (known) throw known;
  const start = async (shared: AbortSignal, report: OnBytes) => {
    const attempt = async (cache: RequestCache) => {
      const bytes = await download(url, {
        signal: shared,
        stallTimeout,
        cache,
        onChunk: (_, loaded, total) => report(loaded, total),
      });
      if (hash) await checkHash(url, bytes, hash, size);
      return bytes;
    };
    return attempt('default').catch(async (failure: unknown) => {
      const cache = hash && failure instanceof DownloadFailure ? fallbackCacheMode(failure) : undefined;
      return cache ? attempt(cache).catch(() => Promise.reject(failure)) : Promise.reject(failure);
    });
  };
  return sharedWheelCache.get(`${hash?.sha256 ?? ''} ${url.href}`, start, signal, onBytes);
}

/** A file whose hash is known can't be stale: offline, the browser's cached copy will do. A damaged copy in the cache is reloaded. */
function fallbackCacheMode({ offline, damaged }: DownloadFailure): RequestCache | undefined {
  if (offline) return 'force-cache';
  return damaged ? 'reload' : undefined;
}
