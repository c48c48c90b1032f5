/** A line such as `result.stdout; // '42\n'` says what its value is. */
const SAID = /^(\S.*); \/\/ ('[^']*'|\[.*\]|true|false)$/gm;

/** Whether this browser knows `using`, which builds translate. */
export const KNOWS_USING = isProgram('{ using nothing = null }');

function isProgram(code: string): boolean {
  try {
    return new Function(code) instanceof Function;
  } catch {
    return false;
  }
}

/**
 * Runs a block of the documentation.
 *
 * @param given what it imports, and what the page of the block would find around it
 * @param check is called with each value that the block states, and what it says of it
 */
export async function runBlock(
  code: string,
  given: object,
  check: (value: unknown, said: unknown) => void,
): Promise<void> {
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  const program = code.replaceAll(/^import .*;$/gm, '').replaceAll(SAID, 'check($1, $2);');
  // Inside of braces, what a block declares may be called like what it is given.
  await new AsyncFunction(...Object.keys(given), 'check', `{ ${program} }`)(...Object.values(given), check);
}
