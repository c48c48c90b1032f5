import type { FileNode, FileSystem } from './emscripten.ts';

/** Name, size in bytes or `null` for a folder, milliseconds from 1970 to the last change, and number in the file system. */
export type FolderEntry = [name: string, size: number | null, modified: number, number: number];

/** Lists at most so many of the files and folders in a folder. Links are left out. A folder that is not there is empty. */
export function readFolder(files: FileSystem, path: string, most: number): FolderEntry[] {
  const entries: FolderEntry[] = [];
  for (const [name, { mode, usedBytes, mtime, id }] of Object.entries(contentsOf(files, path))) {
    if (entries.length >= most) break;
    if (files.isDir(mode)) entries.push([name, null, mtime, id]);
    else if (files.isFile(mode)) entries.push([name, usedBytes, mtime, id]);
  }
  return entries;
}

function contentsOf(files: FileSystem, path: string): Record<string, FileNode> {
  try {
    const { node } = files.lookupPath(path);
    return files.isDir(node.mode) ? (node.contents as Record<string, FileNode>) : {};
  } catch {
    return {};
  }
}
