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

/** Adds the engine's files to the page as an application does, and compiles in facts about them. */
export function engineFiles(): Plugin[] {
  return [engineBuild(), glovebox()];
}

/** Serves the engine's files from another installed package, in a folder with the package's name. */
export function serveFolder(packageName: string): Connect.NextHandleFunction {
  const folder = pyodideFolder(packageName);
  const files = SERVED.filter((name) => existsSync(path.join(folder, name))).map((name) => fileIn(folder, name));
  return serveFiles({ folder: () => `/${packageName}/`, list: async () => files });
}
