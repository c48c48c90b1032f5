const KILOBYTE = 1000;
const MEGABYTE = 1_000_000;

/** Formats bytes, such as `12 bytes`, `3.4 kB` or `1.2 MB`. */
export function formatSize(bytes: number): string {
  if (bytes < KILOBYTE) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  return bytes < MEGABYTE ? `${(bytes / KILOBYTE).toFixed(1)} kB` : `${toMegabytes(bytes)} MB`;
}

/** Formats bytes without decimals, such as `38 MB`; at least `1 MB`. */
export function formatMegabytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / MEGABYTE)).toLocaleString('en')} MB`;
}

function toMegabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(1);
}
