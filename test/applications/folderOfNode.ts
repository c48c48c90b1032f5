import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './run.ts';

/** Some frameworks need a later Node than this package does. */
const VERSION = 24;

/** @returns the folder of a Node of that version, which is installed from npm into `folder` if this is an older one */
export async function folderOfNode(folder: string): Promise<string> {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major >= VERSION) return path.dirname(process.execPath);
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${system}-${process.arch}`;
  await mkdir(path.join(folder, 'node'));
  await writeFile(path.join(folder, 'node/package.json'), '{ "private": true }');
  await run('npm', ['install', '--no-audit', '--no-fund', `${name}@${VERSION}`], { cwd: path.join(folder, 'node') });
  return path.join(folder, 'node/node_modules', name, 'bin');
}
