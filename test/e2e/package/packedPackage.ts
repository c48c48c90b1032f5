import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ended, runCommand } from '../../support/runCommand.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Packs a package as npm would publish it: this one, which builds it, or that of another folder. @returns the tarball */
export async function packPackage(folder: string, source = ROOT): Promise<string> {
  const args = ['pack', '--silent', '--pack-destination', folder];
  const { code, stdout, stderr } = await runCommand('npm', args, { cwd: source, env: production() });
  if (code !== 0) throw new Error(`npm pack: ${stderr}`);
  return path.join(folder, stdout.trim().split('\n').at(-1) ?? '');
}

/**
 * Installs a tarball into a project as npm does, but from what is installed here already: what the package depends on, and beside it.
 *
 * @returns the package's folder
 */
export async function installPackage(tarball: string, project: string, beside: readonly string[]): Promise<string> {
  const modules = path.join(project, 'node_modules');
  const installed = path.join(modules, 'glovebox');
  mkdirSync(installed, { recursive: true });
  const { code, stderr } = await runCommand('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1'], {});
  if (code !== 0) throw new Error(`tar: ${stderr}`);
  for (const name of [...Object.keys(readManifest(installed).dependencies), ...beside]) {
    const link = path.join(modules, name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules', name), link, 'dir');
  }
  return installed;
}

/** The programs of packages, for the scripts of a project. */
const PROGRAMS = { glovebox: 'glovebox/bin/glovebox.js', tsc: 'typescript/bin/tsc', vite: 'vite/bin/vite.js' };

/** Links programs where npm looks for them. */
export function linkPrograms(project: string): void {
  const folder = path.join(project, 'node_modules/.bin');
  mkdirSync(folder);
  for (const [name, program] of Object.entries(PROGRAMS))
    symlinkSync(path.join('..', program), path.join(folder, name));
}

export interface Manifest {
  version: string;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  exports: Record<string, string | { types: string; default?: string }>;
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
}

/** Runs a program that is installed in a project. */
export function runInstalled(project: string, program: string, args: readonly string[]): Promise<Ended> {
  const file = path.join(project, 'node_modules', program);
  return runCommand(process.execPath, [file, ...args], { cwd: project, env: production() });
}

/** Not the environment of a test. */
function production(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_ENV: 'production' };
}
