import type { RunError } from '../../../protocol.ts';
import type { PackageFailure } from '../planner.ts';

/** Gives the reason why the module that an exception is about is missing, if that is known. */
export function hintForImportError(error: RunError, failures: readonly PackageFailure[]): string | undefined {
  return failures.find(({ name }) => isAbout(error, name))?.message;
}

function isAbout({ type, message }: RunError, module: string): boolean {
  switch (type) {
    case 'ModuleNotFoundError':
      return /^No module named '([^'.]+)/.exec(message)?.[1] === module;
    // Packages reword it for their optional dependencies: `Missing optional dependency 'openpyxl'.`
    case 'ImportError':
      return new RegExp(`\\b${module}\\b`, 'i').test(message);
    // `The '.style' accessor requires jinja2`
    case 'AttributeError':
      return new RegExp(`\\brequires ${module}\\b`, 'i').test(message);
    default:
      return false;
  }
}
