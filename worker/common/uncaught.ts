import { truncate } from './truncate.ts';

/** Characters of one report. */
const MAX_LENGTH = 16 * 1024;

/**
 * Has errors that nobody catches reported as text: those of callbacks that JavaScript calls, such as `setTimeout`. The supervisor would
 * take them for the end of the worker. A notebook prints them as well.
 */
export function reportUncaught(report: (text: string) => void): void {
  const handle = (event: Event, thrown: unknown) => {
    event.preventDefault();
    report(`Exception in a callback of JavaScript:\n${truncate(textOf(thrown).trimEnd(), MAX_LENGTH)}\n`);
  };
  addEventListener('error', (event) => handle(event, event.error ?? event.message));
  addEventListener('unhandledrejection', (event) => handle(event, event.reason));
}

/** Of an exception of Python's, the message is what Python prints of it. */
function textOf(thrown: unknown): string {
  try {
    if (!(thrown instanceof Error)) return String(thrown);
    return thrown.name === 'PythonError' ? thrown.message : `${thrown}`;
  } catch {
    return 'something that cannot be shown';
  }
}
