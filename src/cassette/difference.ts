/** Names the first place where two JSON values differ, such as `[2].parts[0].text: expected 1, got 2`; `undefined` where they are equal. */
export function firstDifference(expected: unknown, got: unknown, path = ''): string | undefined {
  if (Object.is(expected, got)) return undefined;
  if (!isContainer(expected) || !isContainer(got) || Array.isArray(expected) !== Array.isArray(got)) {
    return `${path}: expected ${show(expected)}, got ${show(got)}`;
  }
  for (const key of new Set([...Object.keys(expected), ...Object.keys(got)])) {
    const place = Array.isArray(expected) ? `${path}[${key}]` : `${path}.${key}`;
    const difference = firstDifference(expected[key], got[key], place);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
