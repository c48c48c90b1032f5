import { type ParseArgsConfig, parseArgs } from 'node:util';
import { errorMessage } from '../errors.ts';

/** The two streams that a command writes to. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
}

/** The command line is wrong. */
export class UsageError extends Error {}

/**
 * Parses the arguments of a command.
 *
 * @param usage help that follows an error message
 * @throws UsageError for unknown options and missing values
 */
export function parseArguments<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
  usage = '',
) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(usage === '' ? errorMessage(error) : `${errorMessage(error)}\n\n${usage}`);
  }
}

/** Such as `1 file` or `2 files`. */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
