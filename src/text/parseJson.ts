/** Parses JSON; `undefined` if the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a parsed value is an object, and no array. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Parses JSON of code that is not trusted. Properties called `__proto__` are left out: copied to another object, one would replace its
 * prototype.
 *
 * @throws SyntaxError if the text is no JSON; RangeError if it is nested too deeply
 */
export function parseUntrustedJson(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value));
}

/**
 * Reads JSON of code that is not trusted, as {@link parseUntrustedJson} does.
 *
 * @param maxLength characters that the text may have
 * @returns `undefined` if it is no text, a longer one, or no JSON
 */
export function readUntrustedJson(json: unknown, maxLength: number): unknown {
  if (typeof json !== 'string' || json.length > maxLength) return undefined;
  try {
    return parseUntrustedJson(json);
  } catch {
    // Code has tampered with it, or it is nested too deeply.
    return undefined;
  }
}
