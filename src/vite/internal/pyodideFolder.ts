import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * Where a package with Pyodide's files is installed.
 *
 * @throws Error that says what to do where it is not
 */
export function pyodideFolder(packageName = 'pyodide'): string {
  try {
    return path.dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
  } catch (cause) {
    throw new Error(`The package ${packageName} is not installed: run \`npm install\`.`, { cause });
  }
}
