import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';

const FILE = 'THIRD-PARTY.txt';
const HEAD = 'This package contains code of the following packages, under their own licenses.\n';
const LINE = '-'.repeat(80);
/** The folder of a package, in the path of one of its files. */
const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENSE = /^(?:licen[cs]e|copying)/i;

/** What a plugin tells of a module that it has made of others, whole programs as text among them. */
interface ModuleMeta {
  madeOf?: readonly string[];
}

/** Puts the licenses of all that is built in beside it, also of what is inside of programs that are there as text. */
export function thirdPartyNotices(): Plugin {
  return {
    name: 'glovebox-third-party-notices',
    async generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const files = chunks
        .flatMap(({ moduleIds }) => moduleIds)
        .flatMap((id) => [id, ...((this.getModuleInfo(id)?.meta as ModuleMeta | undefined)?.madeOf ?? [])]);
      const folders = new Set(files.flatMap((file) => PACKAGE.exec(file)?.[0] ?? []));
      const notices = await Promise.all([...folders].map(noticeOf));
      this.emitFile({ type: 'asset', fileName: FILE, source: [HEAD, ...notices.toSorted()].join('\n') });
    },
  };
}

/** @throws Error where the package says nothing of its license: it must not be built in */
async function noticeOf(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new Error(`${name} ${version} does not say what its license is.`);
  const file = (await readdir(folder)).find((each) => LICENSE.test(each));
  const text = file === undefined ? '' : `\n${(await readFile(path.join(folder, file), 'utf8')).trim()}\n`;
  return `${LINE}\n${name} ${version} (${license})\n${text}`;
}
