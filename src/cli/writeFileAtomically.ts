import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const UNFINISHED = /^\..+\.part$/;

/** Writes a file that is whole whenever it is there: it is written under another name, then renamed. */
export async function writeFileAtomically(folder: string, name: string, content: Uint8Array | string): Promise<void> {
  const temporary = path.join(folder, `.${name}.${process.pid}.part`);
  try {
    await writeFile(temporary, content, { flush: true });
    await rename(temporary, path.join(folder, name));
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Clears away what {@link writeFileAtomically} has left where it was interrupted. */
export async function removeUnfinished(folder: string): Promise<void> {
  const unfinished = (await readdir(folder)).filter((name) => UNFINISHED.test(name));
  await Promise.all(unfinished.map((name) => rm(path.join(folder, name), { force: true })));
}
