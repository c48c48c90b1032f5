/** A registry of npm on a real socket: it has the packages that a test gives it, and those that are installed here. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LocalServer, startServer } from './localServer.ts';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const TARBALL = '.tgz';

/** A package as it is published. */
interface Published {
  manifest: { name: string; version: string };
  tarball: Buffer;
}

/** @param tarballs made by `npm pack`, by the names of their packages */
export async function startNpmRegistry(tarballs: Readonly<Record<string, string>>): Promise<LocalServer> {
  const published = new Map<string, Published>();
  const find = (name: string): Published => {
    const file = tarballs[name];
    const found = published.get(name) ?? (file === undefined ? installed(name) : packed(file));
    published.set(name, found);
    return found;
  };
  const registry = await startServer((request, response) => {
    const asked = decodeURIComponent((request.url ?? '/').slice(1));
    const name = asked.replace(/\.tgz$/, '');
    try {
      const answer = name === asked ? describe(find(name), registry.origin) : find(name).tarball;
      response.end(answer);
    } catch {
      response.writeHead(404).end('{}');
    }
  });
  return registry;
}

function packed(file: string): Published {
  const manifest = JSON.parse(String(tar(['-xzOf', file, 'package/package.json'])));
  return { manifest, tarball: readFileSync(file) };
}

function installed(name: string): Published {
  const folder = path.join(MODULES, name);
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return { manifest, tarball: tar(['-cz', '-C', path.dirname(folder), path.basename(folder)]) };
}

function tar(args: string[]): Buffer {
  const { status, stdout, stderr } = spawnSync('tar', args, { maxBuffer: Number.POSITIVE_INFINITY });
  if (status !== 0) throw new Error(`tar: ${stderr}`);
  return stdout;
}

/** What npm reads of a package before it downloads one of its versions: this one has one. */
function describe({ manifest, tarball }: Published, origin: string): string {
  const { name, version } = manifest;
  const dist = {
    tarball: `${origin}/${encodeURIComponent(name)}${TARBALL}`,
    integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
  };
  return JSON.stringify({ name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } });
}
