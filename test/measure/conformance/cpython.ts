import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nameOf, type Outcome, type Program } from './program.ts';
import { runCommand } from './runWithInput.ts';

/** Runs a program as its author did: with the machine's own Python, in a folder of its own. */
export async function runInCPython({ code, stdin = '', files = {} }: Program, python: string): Promise<Outcome> {
  const folder = await mkdtemp(path.join(tmpdir(), 'conformance-'));
  try {
    const directory = path.join(folder, 'work');
    await mkdir(directory);
    for (const [name, contents] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(directory, name)), { recursive: true });
      await writeFile(path.join(directory, name), contents);
    }
    const program = path.join(folder, 'program.py');
    await writeFile(program, code);
    const { stdout, stderr, code: status } = await runCommand(python, [program], stdin, directory);
    const error = status === 0 ? undefined : errorIn(stderr);
    return { stdout, ...(error !== undefined && { error }) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The last line of a traceback that is not part of the message begins with the exception's name. */
function errorIn(stderr: string): string | undefined {
  const names = stderr.split('\n').flatMap((line) => /^([A-Za-z_][\w.]*)(?::|$)/.exec(line)?.[1] ?? []);
  const name = names.findLast((each) => each !== 'Traceback');
  return name === undefined ? undefined : nameOf(name);
}
