import { locale } from './language.ts';

const KILOBYTE = 1000;
const MEGABYTE = 1_000_000;

/** Formats bytes for the user, such as `12 bytes`, `3.4 kB` or `1.2 MB`. */
export function formatSize(bytes: number): string {
  if (bytes < KILOBYTE) return inUnit(bytes, { unit: 'byte', unitDisplay: 'long' });
  const unit = bytes < MEGABYTE ? 'kilobyte' : 'megabyte';
  return inUnit(bytes / (unit === 'kilobyte' ? KILOBYTE : MEGABYTE), { unit, ...ONE_DECIMAL });
}

/** Formats bytes for the user without decimals, such as `38 MB`; at least `1 MB`. */
export function formatMegabytes(bytes: number): string {
  return inUnit(Math.max(1, Math.round(bytes / MEGABYTE)), { unit: 'megabyte' });
}

/** Formats a number with one decimal, such as `5.2`. */
export function formatTenths(value: number): string {
  return value.toLocaleString(locale(), ONE_DECIMAL);
}

const ONE_DECIMAL = { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false };

function inUnit(value: number, options: Intl.NumberFormatOptions): string {
  return value.toLocaleString(locale(), { style: 'unit', ...options });
}
