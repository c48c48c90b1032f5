import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { formatSize } from '../bytes/formatSize.ts';
import type { EngineFolderFile } from '../vite/internal/engineFolder.ts';
import { count, UsageError } from './commandLine.ts';
import { removeUnfinished, writeFileAtomically } from './writeFileAtomically.ts';

interface CopySummary {
  files: number;
  /** Those that were not there, or were others. */
  copied: number;
  bytes: number;
}

/**
 * Makes a folder, and the one that it is in, if they are missing.
 *
 * @returns the folder
 * @throws UsageError if a file has its name
 */
export async function prepareFolder(folder: string): Promise<string> {
  for (const place of [path.dirname(folder), folder]) {
    const found = await stat(place).catch(() => undefined);
    if (found && !found.isDirectory())
      throw new UsageError(`${place} is not a folder. Name the folder that your page is in.`);
  }
  await mkdir(folder, { recursive: true });
  await removeUnfinished(folder);
  return folder;
}

/** Copies files into a folder, except those that are already there. Names may have folders of their own in them. */
export async function copyFiles(files: readonly EngineFolderFile[], folder: string): Promise<CopySummary> {
  const summary = { files: files.length, copied: 0, bytes: 0 };
  for (const { name, read } of files) {
    const content = Buffer.from(await read());
    summary.bytes += content.length;
    const before = await readFile(path.join(folder, name)).catch(() => undefined);
    if (before?.equals(content)) continue;
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFileAtomically(folder, name, content);
    summary.copied += 1;
  }
  return summary;
}

export function describeCopy({ files, copied, bytes }: CopySummary, place: string): string {
  return `${count(files, 'file')}, ${formatSize(bytes)} in ${place}: ${copied} copied, ${files - copied} already there.`;
}
