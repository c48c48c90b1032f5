import { dialogs as words } from '../../language/en/dialogs.ts';
import { locale } from '../../language/language.ts';

const MINUTE = 60_000;
const UNITS = [
  ['minute', MINUTE],
  ['hour', 60 * MINUTE],
  ['day', 24 * 60 * MINUTE],
] as const;

/** Formats a time as `5 minutes ago`; after a week, as a date. Both in ms since 1970. */
export function relativeTime(time: number, now: number): string {
  const passed = now - time;
  if (passed < MINUTE) return words.justNow;
  const [unit, length] = UNITS.findLast(([, milliseconds]) => passed >= milliseconds) ?? UNITS[0];
  const count = Math.floor(passed / length);
  if (unit === 'day' && count > 7) return new Date(time).toLocaleDateString(locale(), { dateStyle: 'medium' });
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(-count, unit);
}
