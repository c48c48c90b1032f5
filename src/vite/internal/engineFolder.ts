import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ENGINE_FILES } from '../../protocol.ts';
import { VENDORED_LOCK } from '../../sandbox/packages/lock.ts';
import { pyodideFolder } from './pyodideFolder.ts';
import { readFrame } from './readFrame.ts';

/** The default name of the engine's folder, next to the page. */
export const DEFAULT_FOLDER = 'pyodide';
/** The sealed frame's document, for pages whose policy would also apply to a frame made from text. */
const FRAME = 'frame.html';

/** A file in the engine's folder. */
export interface EngineFolderFile {
  name: string;
  read(): Promise<string | Uint8Array>;
}

/** Other sources of files for the engine's folder. */
interface EngineFolderOptions {
  /** A folder with packages from `glovebox vendor`, which are added. */
  vendored?: string;
  /** The folder that the files are for, which may contain packages already. */
  target?: string;
}

/**
 * Lists the files of the engine's folder: Pyodide's core, the sealed frame, the packages and their lock file. Without packages, the lock
 * file is empty: the library requests it, and browsers log an error for a missing file.
 *
 * @throws Error that says what to do if Pyodide or the folder `vendored` is missing
 */
export async function listEngineFolder({ vendored, target }: EngineFolderOptions = {}): Promise<EngineFolderFile[]> {
  const folder = pyodideFolder();
  const core = Object.values(ENGINE_FILES).map((name) => fileIn(folder, name));
  const frame = { name: FRAME, read: readFrame };
  const packages = vendored === undefined ? [] : await listVendored(vendored);
  const hasLock = packages.some(({ name }) => name === VENDORED_LOCK);
  return [...core, frame, ...packages, ...(hasLock ? [] : [{ name: VENDORED_LOCK, read: () => readLock(target) }])];
}

/** Reads the lock file of the packages in a folder; an empty one if there is none. */
async function readLock(folder: string | undefined): Promise<string> {
  const file = folder !== undefined && path.join(folder, VENDORED_LOCK);
  if (file && existsSync(file)) return readFile(file, 'utf8');
  const { info } = JSON.parse(await readFile(path.join(pyodideFolder(), ENGINE_FILES.lock), 'utf8'));
  return `${JSON.stringify({ info, packages: {} })}\n`;
}

async function listVendored(folder: string): Promise<EngineFolderFile[]> {
  if (!existsSync(folder)) {
    throw new Error(
      `There is no folder ${folder} with packages: \`npx glovebox vendor PACKAGE --to ${folder}\` creates it.`,
    );
  }
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
  return names.map((name) => fileIn(folder, name));
}

/** A file of a folder, under its own name. */
export function fileIn(folder: string, name: string): EngineFolderFile {
  return { name, read: () => readFile(path.join(folder, name)) };
}
