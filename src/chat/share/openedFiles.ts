/** Calls that open a file by a name that is written in the code, such as `open("a.csv", "w")` and `pd.read_csv('a.csv')`. */
const OPENING =
  /\b(?:open|connect|imread|loadtxt|genfromtxt|load_workbook|Path|read_\w+)\(\s*[rbuf]{0,2}(["'])([^"'\n]+)\1(?:\s*,\s*(?:mode\s*=\s*)?["']([a-z]+)\+?["'])?/g;

/** The modes in which `open` makes a file that need not be there. */
const MAKES_FILE = /^[wx]/;

/**
 * Returns which of the session's files code opens before it makes them: they are not in a link to the code.
 *
 * @param files the paths of the session's files
 */
export function openedFiles(programs: readonly string[], files: readonly string[]): string[] {
  const known = new Set(files);
  const made = new Set<string>();
  const opened = new Set<string>();
  for (const [, , path = '', mode = 'r'] of programs.flatMap((code) => [...code.matchAll(OPENING)])) {
    const name = path.replace(/^\.\//, '');
    if (MAKES_FILE.test(mode)) made.add(name);
    else if (known.has(name) && !made.has(name)) opened.add(name);
  }
  return [...opened];
}
