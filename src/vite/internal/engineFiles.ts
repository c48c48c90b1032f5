import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Connect, Plugin } from 'vite';
import { CLASSIC_FACTORY, ENGINE_FILES } from '../../protocol.ts';
import { glovebox } from '../glovebox.ts';
import { engineBuild } from './engineBuild.ts';
import { fileIn } from './engineFolder.ts';
import { pyodideFolder } from './pyodideFolder.ts';
import { serveFiles } from './serveFiles.ts';

const SERVED = [...Object.values(ENGINE_FILES), CLASSIC_FACTORY];

/** Puts the engine's files beside the page, as an application does that has the package, and compiles in which they are. */
export function engineFiles(): Plugin[] {
  return [engineBuild(), glovebox()];
}

/** Serves the engine's files out of an installed package, at a folder that is called as the package is. */
export function serveFolder(packageName: string): Connect.NextHandleFunction {
  const folder = pyodideFolder(packageName);
  const files = SERVED.filter((name) => existsSync(path.join(folder, name))).map((name) => fileIn(folder, name));
  return serveFiles({ folder: () => `/${packageName}/`, list: async () => files });
}
