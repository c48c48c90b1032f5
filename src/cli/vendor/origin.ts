import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { DownloadFailure, download } from '../../sandbox/download/download.ts';
import { checkHash } from '../../sandbox/packages/integrity.ts';
import type { LockedPackage } from '../../sandbox/packages/lock.ts';
import { UsageError } from '../commandLine.ts';

const ATTEMPTS = 3;
/** An attempt times out after so many milliseconds without data. */
const STALL_TIMEOUT = 30_000;

/** A source of packages. */
export interface PackageOrigin {
  /**
   * Reads a package's file and checks it against the lock file's hash.
   * @throws DownloadFailure
   */
  read(entry: LockedPackage): Promise<ArrayBuffer>;
}

/**
 * @param from a folder, or the URL of one
 * @param pause milliseconds before the second attempt; the pause doubles before each further one
 * @throws UsageError if `from` is neither
 */
export function openOrigin(from: string, pause: number): PackageOrigin {
  if (!/^[a-z]{2,}:/i.test(from)) return { read: (entry) => readFrom(path.resolve(from), entry) };
  const base = readAddress(from.endsWith('/') ? from : `${from}/`);
  return { read: (entry) => downloadFrom(new URL(entry.file_name, base), entry, pause) };
}

/** @throws UsageError */
function readAddress(from: string): URL {
  const url = URL.canParse(from) ? new URL(from) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new UsageError(`--from takes a folder or an https:// URL, not ${from}`);
}

async function readFrom(folder: string, entry: LockedPackage): Promise<ArrayBuffer> {
  const file = path.join(folder, entry.file_name);
  const content = await readFile(file).catch((cause: unknown) => {
    throw new DownloadFailure(`${file} can't be read`, { cause });
  });
  const bytes = new Uint8Array(content).buffer;
  await checkHash(pathToFileURL(file), bytes, { sha256: entry.sha256, from: 'the lock file' }, undefined);
  return bytes;
}

async function downloadFrom(url: URL, entry: LockedPackage, pause: number): Promise<ArrayBuffer> {
  for (let attempt = 1; ; attempt++) {
    try {
      const bytes = await download(url, { signal: new AbortController().signal, stallTimeout: STALL_TIMEOUT });
      await checkHash(url, bytes, { sha256: entry.sha256, from: 'the lock file' }, undefined);
      return bytes;
    } catch (error) {
      if (!(error instanceof DownloadFailure)) throw error;
      if (attempt === ATTEMPTS || isFinal(error)) throw describe(url, error, attempt);
      await sleep(pause * 2 ** (attempt - 1));
    }
  }
}

/** Whether another attempt would get the same response. */
function isFinal({ status }: DownloadFailure): boolean {
  return status !== undefined && status < 500 && status !== 408 && status !== 429;
}

function describe(url: URL, failure: DownloadFailure, attempts: number): DownloadFailure {
  const times = attempts === 1 ? '' : `, ${attempts} times`;
  return new DownloadFailure(`${url.href} can't be downloaded (${failure.message}${times})`, { cause: failure });
}
