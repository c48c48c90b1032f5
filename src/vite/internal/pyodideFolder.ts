import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * Finds the installed package with Pyodide's files.
 *
 * @throws Error that says what to do if it is not installed
 */
export function pyodideFolder(packageName = 'pyodide'): string {
  try {
    return path.dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
  } catch (cause) {
    throw new Error(`The package ${packageName} is not installed: run \`npm install\`.`, { cause });
  }
}
