import { inspect } from 'node-inspect-extracted';

/** A call in a stack of Firefox or WebKit: what led to it, the function's name, if it has one, and the place. */
const CALL = /^(?:[^@\n]*\*)?(?:([^@\n]*)@)?(\S+:\d+:\d+|\[native code\])$/;
/** How Firefox names a function that has none, after the one that it is in. */
const UNNAMED = /<$/;

/**
 * Has errors shown as Node shows them also in Firefox and WebKit, whose stacks begin with neither the name nor the message.
 *
 * @see https://nodejs.org/api/util.html#custom-inspection-functions-on-objects
 */
export function showErrorsAsNode(): void {
  const message = 'a message';
  if (new Error(message).stack?.includes(message)) return;
  Object.defineProperty(Error.prototype, inspect.custom, {
    value: function (this: Error) {
      const stack = stackAsInNode(this);
      if (stack !== undefined)
        Object.defineProperty(this, 'stack', { value: stack, writable: true, configurable: true });
      return this;
    },
    writable: true,
    configurable: true,
  });
}

/** The stack of an error as Node would have it, whichever browser it is from; `undefined` if no browser made it. */
export function stackAsInNode(error: Error): string | undefined {
  try {
    const calls = error.stack
      ?.split('\n')
      .filter((line) => line !== '')
      .map(callAsInNode);
    if (!calls?.every((call) => call !== undefined)) return undefined;
    return [Error.prototype.toString.call(error), ...calls].join('\n');
  } catch {
    // User code may have put anything in its place.
    return undefined;
  }
}

function callAsInNode(line: string): string | undefined {
  const [, name = '', place] = CALL.exec(line) ?? [];
  if (place === undefined) return undefined;
  return name === '' || UNNAMED.test(name) ? `    at ${place}` : `    at ${name} (${place})`;
}

/** An error for the exception that Firefox throws when it refuses to load something: only its text has the message. */
export function fromFirefox(thrown: unknown): Error | undefined {
  try {
    if (Object.prototype.toString.call(thrown) !== '[object Exception]') return undefined;
    const { name, stack } = thrown as Error;
    const [, message] = /^\[Exception\.\.\. "(.*?)"/.exec(String(thrown)) ?? [];
    return Object.assign(new Error(message), { name, stack });
  } catch {
    return undefined;
  }
}
