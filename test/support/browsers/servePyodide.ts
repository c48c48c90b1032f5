import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Connect } from 'vite';
import { CLASSIC_FACTORY, ENGINE_FILES } from '../../../src/protocol.ts';
import { fileIn } from '../../../src/vite/internal/engineFolder.ts';
import { pyodideFolder } from '../../../src/vite/internal/pyodideFolder.ts';
import { serveFiles } from '../../../src/vite/internal/serveFiles.ts';

const SERVED = [...Object.values(ENGINE_FILES), CLASSIC_FACTORY];

/** Serves the engine's files from another installed package, in a folder with the package's name. */
export function servePyodide(packageName: string): Connect.NextHandleFunction {
  const folder = pyodideFolder(packageName);
  const files = SERVED.filter((name) => existsSync(path.join(folder, name))).map((name) => fileIn(folder, name));
  return serveFiles({ folder: () => `/${packageName}/`, list: async () => files });
}
