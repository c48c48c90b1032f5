import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ENGINE_FILES } from '../protocol.ts';
import { pyodideFolder } from './pyodideFolder.ts';
import { readFrame } from './readFrame.ts';

/** What the folder is called where nothing else is said, and where a page looks for it. */
export const DEFAULT_FOLDER = 'pyodide';
/** The sealed frame's document, for pages whose policy would also bind a frame that is made from text. */
const FRAME = 'frame.html';

/** A file that belongs into the engine's folder. */
export interface EngineFolderFile {
  name: string;
  read(): Promise<string | Uint8Array>;
}

/**
 * Lists what belongs into the engine's folder: Pyodide's core, the sealed frame, and packages.
 *
 * @param vendored the folder that `glovebox vendor` has put packages into
 * @throws Error that says what to do where Pyodide or that folder is missing
 */
export async function listEngineFolder(vendored?: string): Promise<EngineFolderFile[]> {
  const folder = pyodideFolder();
  const core = Object.values(ENGINE_FILES).map((name) => fileIn(folder, name));
  const frame = { name: FRAME, read: readFrame };
  return [...core, frame, ...(vendored === undefined ? [] : await listVendored(vendored))];
}

async function listVendored(folder: string): Promise<EngineFolderFile[]> {
  if (!existsSync(folder)) {
    throw new Error(
      `There is no folder ${folder} with packages: \`npx glovebox vendor PACKAGE --to ${folder}\` makes it.`,
    );
  }
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
  return names.map((name) => fileIn(folder, name));
}

/** A file that is there under its own name. */
export function fileIn(folder: string, name: string): EngineFolderFile {
  return { name, read: () => readFile(path.join(folder, name)) };
}
