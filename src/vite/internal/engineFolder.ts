import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ENGINE_FILES } from '../../protocol.ts';
import { VENDORED_LOCK } from '../../sandbox/packages/lock.ts';
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

/** Where else files of the engine's folder may come from. */
interface EngineFolderOptions {
  /** The folder that `glovebox vendor` has put packages into, for them to be taken along. */
  vendored?: string;
  /** The folder that all of it goes into, where packages may be already. */
  target?: string;
}

/**
 * Lists what belongs into the engine's folder: Pyodide's core, the sealed frame, and packages. Where there are none, a list of none: the
 * library asks for it, and a browser complains of a file that is not there.
 *
 * @throws Error that says what to do where Pyodide or the folder `vendored` is missing
 */
export async function listEngineFolder({ vendored, target }: EngineFolderOptions = {}): Promise<EngineFolderFile[]> {
  const folder = pyodideFolder();
  const core = Object.values(ENGINE_FILES).map((name) => fileIn(folder, name));
  const frame = { name: FRAME, read: readFrame };
  const packages = vendored === undefined ? [] : await listVendored(vendored);
  const hasList = packages.some(({ name }) => name === VENDORED_LOCK);
  return [...core, frame, ...packages, ...(hasList ? [] : [{ name: VENDORED_LOCK, read: () => readList(target) }])];
}

/** The lock file of the packages in a folder: of none where there is none. */
async function readList(folder: string | undefined): Promise<string> {
  const file = folder !== undefined && path.join(folder, VENDORED_LOCK);
  if (file && existsSync(file)) return readFile(file, 'utf8');
  const { info } = JSON.parse(await readFile(path.join(pyodideFolder(), ENGINE_FILES.lock), 'utf8'));
  return `${JSON.stringify({ info, packages: {} })}\n`;
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
