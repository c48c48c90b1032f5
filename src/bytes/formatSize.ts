const KILOBYTE = 1000;
const MEGABYTE = 1_000_000;

/** Formats bytes for developers, in English, such as `12 bytes`, `3.4 kB` or `1.2 MB`. */
export function formatSize(bytes: number): string {
  if (bytes < KILOBYTE) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  return bytes < MEGABYTE ? `${(bytes / KILOBYTE).toFixed(1)} kB` : `${(bytes / MEGABYTE).toFixed(1)} MB`;
}
