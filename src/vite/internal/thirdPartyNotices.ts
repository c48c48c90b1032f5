import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';

const FILE = 'THIRD-PARTY.txt';
const HEAD = `Glovebox is licensed under the Apache License, Version 2.0: https://www.apache.org/licenses/LICENSE-2.0

This build contains code of the following packages, under their own licenses.
`;
const LINE = '-'.repeat(80);
/** Matches the package's folder at the beginning of a file's path. */
const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENSE = /^(?:licen[cs]e|copying)/i;

/** Metadata of a module that a plugin makes from other files, such as a program bundled as text. */
interface ModuleMeta {
  madeOf?: readonly string[];
}

/**
 * Writes the licenses of all packages that a build contains into THIRD-PARTY.txt, those inside of bundled programs included.
 *
 * @param copied folders of packages whose files are copied into the build as they are
 */
export function thirdPartyNotices({ copied = [] }: { copied?: readonly string[] } = {}): Plugin {
  return {
    name: 'glovebox-third-party-notices',
    async generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const files = chunks
        .flatMap(({ moduleIds }) => moduleIds)
        .flatMap((id) => [id, ...((this.getModuleInfo(id)?.meta as ModuleMeta | undefined)?.madeOf ?? [])]);
      const folders = new Set([...copied, ...files.flatMap((file) => PACKAGE.exec(file)?.[0] ?? [])]);
      const notices = await Promise.all([...folders].map(noticeOf));
      this.emitFile({ type: 'asset', fileName: FILE, source: [HEAD, ...notices.toSorted()].join('\n') });
    },
  };
}

/** @throws Error if the package names no license: its code must not be distributed */
async function noticeOf(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new Error(`${name} ${version} names no license in its package.json.`);
  const file = (await readdir(folder)).find((each) => LICENSE.test(each));
  const text = file === undefined ? '' : `\n${(await readFile(path.join(folder, file), 'utf8')).trim()}\n`;
  return `${LINE}\n${name} ${version} (${license})\n${text}`;
}
