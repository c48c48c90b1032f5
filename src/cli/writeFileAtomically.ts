import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const UNFINISHED = /^\..+\.part$/;

/** Writes a file under another name, then renames it, so that the file is complete whenever it exists. */
export async function writeFileAtomically(folder: string, name: string, content: Uint8Array | string): Promise<void> {
  const file = path.join(folder, name);
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.part`);
  try {
    await writeFile(temporary, content, { flush: true });
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Removes the files that an interrupted {@link writeFileAtomically} left behind. */
export async function removeUnfinished(folder: string): Promise<void> {
  const unfinished = (await readdir(folder)).filter((name) => UNFINISHED.test(name));
  await Promise.all(unfinished.map((name) => rm(path.join(folder, name), { force: true })));
}
