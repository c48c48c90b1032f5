import type { PythonError } from '../../protocol.ts';
import type { PackageFailure } from './planner.ts';

/** Why the module is missing that an exception is about, where that is known. */
export function failureBehind({ type, message }: PythonError, failures: readonly PackageFailure[]): string | undefined {
  if (type !== 'ModuleNotFoundError') return undefined;
  const [, module] = /^No module named '([^'.]+)/.exec(message) ?? [];
  return failures.find(({ name }) => name === module)?.message;
}
