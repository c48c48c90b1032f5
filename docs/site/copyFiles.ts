/** Writes what the site serves beside its pages into `public/`: the widget, the icon, and the files that pages link to. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { resolveLink, type Target } from './links.ts';
import { PAGES, ROOT, readText } from './pages.ts';

const PUBLIC = path.join(import.meta.dirname, 'public');
const WIDGET = path.join(PUBLIC, 'glovebox');

rmSync(PUBLIC, { recursive: true, force: true });
mkdirSync(PUBLIC);
copyFileSync(path.join(ROOT, 'public/icon.svg'), path.join(PUBLIC, 'icon.svg'));
for (const target of linkedSources()) writeSource(target);
// As `npx glovebox widget` writes it, but from the sources.
const env = { ...process.env, NODE_ENV: 'production' };
const options = ['--config', 'vite.cdn.config.ts', '--logLevel', 'error', '--outDir', WIDGET];
execFileSync('npx', ['vite', 'build', ...options], { cwd: ROOT, env, stdio: 'inherit' });
execFileSync('npx', ['tsx', 'src/cli/glovebox.ts', 'assets', WIDGET], { cwd: ROOT, stdio: 'ignore' });

function linkedSources(): Target[] {
  const targets = PAGES.flatMap((page) => linksIn(readText(page)).map((link) => resolveLink(page, link)));
  return targets.filter((target) => target !== undefined).filter(({ type }) => type !== 'page');
}

/** The links of Markdown, without those in blocks and pieces of code. */
function linksIn(text: string): string[] {
  const prose = text.replaceAll(/^ *(```|~~~)[^\n]*\n[\s\S]*?^ *\1$/gm, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/(?<!!\[[^\]]*)\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
}

function writeSource({ type, file, address }: Target): void {
  const place = path.join(PUBLIC, address);
  mkdirSync(path.dirname(place), { recursive: true });
  if (type === 'file') copyFileSync(path.join(ROOT, file), place);
  else writeFileSync(place, zipSync(filesIn(file)));
}

/** The files of a folder that belong to the repository, under the folder's own name. */
function filesIn(folder: string): Record<string, Uint8Array> {
  const names = execFileSync('git', ['ls-files', '-z', folder], { cwd: ROOT, encoding: 'utf8' }).split('\0');
  const parent = path.posix.dirname(folder);
  const files = names.filter((name) => name !== '');
  return Object.fromEntries(
    files.map((name) => [path.posix.relative(parent, name), readFileSync(path.join(ROOT, name))]),
  );
}
