/** The files of an interpreter, which live in JavaScript and not in its memory. */
import type { FileNode, FileStream, FileSystem } from '../python/emscripten.ts';
import { type Contents, type Entry, type OpenFile, type Snapshot, SnapshotError } from './snapshot.ts';

/** Paths that every interpreter has when it starts. */
const OF_THE_ENGINE = /^\/(dev|proc|lib\/python\d+\.zip)$/;
/** Descriptors of stdin, stdout and stderr come before. */
const FIRST_DESCRIPTOR = 3;
/** The temporary name of a file that was removed. */
const NAMELESS = '/tmp/.glovebox-removed';
const SEEK_SET = 0;
/** The modes of a file and of a folder, and the bits of a mode that are not its kind. @see https://man7.org/linux/man-pages/man7/inode.7.html */
const REGULAR_FILE = 0o100000;
const FOLDER = 0o040000;
const PERMISSIONS = 0o7777;

/** The files that came from a snapshot: their version in it, which they have as long as their time of change stays. */
const RESTORED = new WeakMap<FileNode, { version: string; ctime: number }>();

/** @param known versions of files whose contents the snapshot before has */
export function captureTree(files: FileSystem, known: ReadonlySet<string>): Entry[] {
  const tree: Entry[] = [];
  const walk = (folder: FileNode, path: string) => {
    for (const [name, node] of Object.entries(folder.contents ?? {}) as [string, FileNode][]) {
      const entry = captureEntry(files, node, `${path}/${name}`, known);
      if (!entry) continue;
      tree.push(entry);
      if (entry.kind === 'folder') walk(node, entry.path);
    }
  };
  walk(files.root, '');
  return tree;
}

/** @returns the entries, or where the same is in the tree before */
export function changedSince(before: readonly Entry[], tree: readonly Entry[]): (Entry | number)[] {
  const places = new Map(before.map(({ path }, place) => [path, place]));
  return tree.map((entry) => {
    const place = places.get(entry.path) ?? -1;
    const same = before[place];
    return same && isSame(same, entry) ? place : entry;
  });
}

function isSame(before: Entry, entry: Entry): boolean {
  if (before.kind !== entry.kind || before.mode !== entry.mode) return false;
  if (before.kind === 'link' && entry.kind === 'link') return before.target === entry.target;
  if (before.kind !== 'file' || entry.kind !== 'file') return true;
  return before.version === entry.version && before.modified === entry.modified && !entry.contents;
}

function captureEntry(files: FileSystem, node: FileNode, path: string, known: ReadonlySet<string>): Entry | undefined {
  if (OF_THE_ENGINE.test(path)) return undefined;
  const { mode } = node;
  if (files.isDir(mode)) return { kind: 'folder', path, mode };
  if (files.isLink(mode)) return { kind: 'link', path, mode, target: node.link };
  if (!files.isFile(mode)) return undefined;
  const version = versionOf(node);
  const entry = { kind: 'file', path, mode, modified: node.mtime, version } as const;
  return known.has(version) ? entry : { ...entry, contents: contentsOf(node) };
}

/** By the time of the file's change and not of its modification, which code can set. */
function versionOf(node: FileNode): string {
  const restored = RESTORED.get(node);
  return restored?.ctime === node.ctime ? restored.version : `${node.id}:${node.ctime}:${node.usedBytes}`;
}

function contentsOf({ contents, usedBytes }: FileNode): Contents {
  if (!ArrayBuffer.isView(contents)) return new Uint8Array();
  return new Uint8Array(contents.buffer.slice(contents.byteOffset, contents.byteOffset + usedBytes));
}

/** @returns the open files, and descriptors of what is open and no file: pipes and sockets */
export function captureOpenFiles(files: FileSystem): { openFiles: OpenFile[]; others: number[] } {
  const openFiles: OpenFile[] = [];
  const others: number[] = [];
  for (const stream of files.streams.slice(FIRST_DESCRIPTOR)) {
    if (!stream) continue;
    const file = captureStream(files, stream);
    if (file) openFiles.push(file);
    else others.push(stream.fd);
  }
  return { openFiles, others };
}

function captureStream(files: FileSystem, { fd, node, path, flags, position }: FileStream): OpenFile | undefined {
  if (!node || path === undefined) return undefined;
  const { mode } = node;
  if (!files.isFile(mode) && !files.isDir(mode) && !files.isChrdev(mode)) return undefined;
  const file = { descriptor: fd, path, flags, position };
  return isAt(files, path, node) ? file : { ...file, contents: contentsOf(node) };
}

function isAt(files: FileSystem, path: string, node: FileNode): boolean {
  try {
    return files.lookupPath(path).node === node;
  } catch {
    return false;
  }
}

/** Puts back the files, and the working directory. */
export function restoreFiles(files: FileSystem, { tree, openFiles, workingDirectory }: Snapshot): void {
  const folders = new Map<string, FileNode>();
  for (const entry of tree) restoreEntry(files, entry, folders);
  for (const file of openFiles) restoreStream(files, file);
  files.chdir(workingDirectory);
}

/** @param folders that were found, by path */
function restoreEntry(files: FileSystem, entry: Entry, folders: Map<string, FileNode>): void {
  const { path, mode } = entry;
  switch (entry.kind) {
    case 'folder':
      restoreFolder(files, path, mode, folders);
      break;
    case 'link':
      files.symlink(entry.target, path);
      break;
    case 'file': {
      const node = fileAt(files, path, mode, folders);
      const { write } = files.filesystems.MEMFS.ops_table.file.stream;
      if (entry.contents) write({ node }, entry.contents, 0, entry.contents.byteLength, 0, true);
      node.mtime = entry.modified;
      RESTORED.set(node, { version: entry.version, ctime: node.ctime });
      break;
    }
    default:
      entry satisfies never;
  }
}

function restoreFolder(files: FileSystem, path: string, mode: number, folders: Map<string, FileNode>): void {
  const { parent, name, there } = placeOf(files, path, folders);
  if (there) {
    if (!files.isDir(there.mode)) throw new SnapshotError(`something else is at ${path}`);
    files.chmod(path, mode);
  } else folders.set(path, files.filesystems.MEMFS.createNode(parent, name, FOLDER | (mode & PERMISSIONS), 0));
}

/** Makes an empty file, or empties the one that is there. */
function fileAt(files: FileSystem, path: string, mode: number, folders: Map<string, FileNode>): FileNode {
  const { parent, name, there } = placeOf(files, path, folders);
  if (there && !files.isFile(there.mode)) throw new SnapshotError(`something else is at ${path}`);
  const full = REGULAR_FILE | (mode & PERMISSIONS);
  const node = there ?? files.filesystems.MEMFS.createNode(parent, name, full, 0);
  return Object.assign(node, { mode: full, contents: null, usedBytes: 0 });
}

/** Finds the place of a file or folder, and what is there. To look up each of thousands by its path takes far longer. */
function placeOf(files: FileSystem, path: string, folders: Map<string, FileNode>) {
  const end = path.lastIndexOf('/');
  const folder = path.slice(0, end) || '/';
  const parent = folders.get(folder) ?? files.lookupPath(folder).node;
  folders.set(folder, parent);
  const name = path.slice(end + 1);
  return { parent, name, there: (parent.contents as Record<string, FileNode>)[name] };
}

function restoreStream(files: FileSystem, { descriptor, path, flags, position, contents }: OpenFile): void {
  if (contents) files.writeFile(NAMELESS, contents, { canOwn: true });
  const stream = files.open(contents ? NAMELESS : path, flags);
  if (contents) files.unlink(NAMELESS);
  if (files.isFile(stream.node?.mode ?? 0)) files.llseek(stream, position, SEEK_SET);
  if (stream.fd === descriptor) return;
  files.createStream(stream, descriptor);
  files.streams[stream.fd] = null;
}
