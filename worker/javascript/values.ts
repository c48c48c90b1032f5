import { VALUE_LIMIT } from '../../src/protocol.ts';

/** Encodes a value. `undefined` if JSON does not have such values, or the text would be too long. */
export function toJson(value: unknown): string | undefined {
  let length = 0;
  function check(this: Record<string, unknown>, key: string, given: unknown): unknown {
    length += key.length + (typeof given === 'string' ? given.length : 1);
    if (length > VALUE_LIMIT || !isJson(this[key])) throw new TypeError('This is not JSON.');
    return given;
  }
  try {
    const text = JSON.stringify(value, check);
    return text.length <= VALUE_LIMIT ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Whether JSON has such a value: `JSON.stringify` turns others into something else, and leaves some out. */
function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value !== 'object') return false;
  const prototype = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
