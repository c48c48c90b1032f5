import * as v from 'valibot';

const text = v.optional(v.string());

/** A program, and what it ought to come to. Where it says neither what is written nor how it fails, CPython is asked. */
const shape = v.object({
  name: text,
  code: v.string(),
  /** Lines that answer `input()`. */
  stdin: text,
  /** By their paths below the working directory. */
  files: v.optional(v.record(v.string(), v.string())),
  /** What it writes. */
  stdout: text,
  /** The same, as other sets call it. */
  expected: text,
  /** The name of the exception that ends it, such as `ValueError`. */
  error: text,
});

export type Program = v.InferOutput<typeof shape>;

/** What came of a program. */
export interface Outcome {
  stdout: string;
  /** The name of the exception that ended it; none where none did, or where a program only left. */
  error?: string;
}

/** @throws Error that names the line */
export function readPrograms(lines: string): Program[] {
  return lines.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [v.parse(shape, JSON.parse(line))];
    } catch (error) {
      throw new Error(`Line ${index + 1} is no program: ${error instanceof Error ? error.message : error}`);
    }
  });
}

/** @returns what the program ought to come to, where it says so */
export function expectationOf({ stdout, expected, error }: Program): Outcome | undefined {
  const output = stdout ?? expected;
  if (output === undefined && error === undefined) return undefined;
  return { stdout: output ?? '', ...(error !== undefined && { error }) };
}

/** The last part of a name: not all say which module an exception is of. */
export function nameOf(error: string): string {
  return error.split('.').at(-1) ?? error;
}

/** Whether it makes no difference: spaces at the end of the output make none. */
export function isSame(one: Outcome, other: Outcome): boolean {
  return one.stdout.trimEnd() === other.stdout.trimEnd() && nameOf(one.error ?? '') === nameOf(other.error ?? '');
}
