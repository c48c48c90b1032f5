import { inspect } from 'node-inspect-extracted';
import type { RunError } from '../../src/protocol.ts';
import { truncate } from '../common/truncate.ts';
import { hintFor } from './hints.ts';
import { fromFirefox } from './nodeErrors.ts';
import { formatPlace, type StackTraces } from './stackTraces.ts';

/** Characters of a stack or a message, and of the name of an error. */
const MAX_LENGTH = 16 * 1024;
const MAX_NAME_LENGTH = 1024;
/** Characters that are shown of a line, before and after the place in it. */
const AROUND = 100;

/** Describes what code threw, which may be any value. */
export function describeFailure(given: unknown, stacks: StackTraces): RunError {
  const thrown = fromFirefox(given) ?? given;
  const isError = isErrorObject(thrown);
  const type = isError ? textOf(() => thrown.name) : typeof thrown;
  const message = isError ? textOf(() => thrown.message) : textOf(() => inspect(thrown));
  return complete(type, message, `Uncaught ${stacks.clean(textOf(() => inspect(thrown)))}\n`);
}

/** Describes a syntax error at the line and column that acorn gives. */
export function describeSyntaxError({ message, loc }: AcornError, code: string, run: number): RunError {
  // acorn counts columns from 0, and adds the place to the message.
  const position = { line: loc.line, column: loc.column + 1 };
  const plain = message.replace(/ \(\d+:\d+\)$/, '');
  const line = code.split(/\r\n|[\n\r\u2028\u2029]/)[loc.line - 1] ?? '';
  const start = Math.max(0, loc.column - AROUND);
  const shown = line.slice(start, loc.column + AROUND);
  const pointer = `${shown.slice(0, loc.column - start).replaceAll(/[^\t]/g, ' ')}^`;
  return complete(
    'SyntaxError',
    plain,
    `${formatPlace(run, position)}\n${shown}\n${pointer}\nUncaught SyntaxError: ${plain}\n`,
  );
}

/** The error that acorn throws for code that it can't parse. */
export interface AcornError extends SyntaxError {
  /** The line from 1, the column from 0. */
  loc: { line: number; column: number };
}

export function isAcornError(thrown: unknown): thrown is AcornError {
  return thrown instanceof SyntaxError && 'loc' in thrown;
}

function complete(type: string, message: string, stack: string): RunError {
  const hint = hintFor(type, message);
  const traceback = truncate(stack, MAX_LENGTH) + (hint === undefined ? '' : `Hint: ${hint}\n`);
  const error = { type: truncate(type, MAX_NAME_LENGTH), message: truncate(message, MAX_LENGTH), traceback };
  return hint === undefined ? error : { ...error, hint };
}

function isErrorObject(thrown: unknown): thrown is Error | DOMException {
  try {
    return thrown instanceof Error || thrown instanceof DOMException;
  } catch {
    return false;
  }
}

/** A thrown value may itself throw when it is read. */
function textOf(read: () => unknown): string {
  try {
    return String(read());
  } catch {
    return 'something that cannot be shown';
  }
}
