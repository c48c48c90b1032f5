import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KernelPlace } from '../../measure/bench/kernel.ts';
import { startServer } from '../localServer.ts';
import { mimeTypeOf } from '../staticServer.ts';
import { digest } from './buildWheel.ts';
import { type DistributedPackage, distributionPackages, indexWheels, type LockEntry } from './packages.ts';
import { readWheelsIn, WHEELS_FOLDER } from './realWheels.ts';
import { systemPackages } from './systemPackages.ts';

const folderOf = (engine: string) => path.dirname(createRequire(import.meta.url).resolve(`${engine}/package.json`));
/**
 * What the variable GLOVEBOX_JUPYTERLITE names: a folder with the package @jupyterlite/pyodide-kernel, as `package/`, and the wheels that it
 * asks the distribution for: micropip, comm, jedi, ipython, and what they need.
 */
const KERNEL_FOLDER = process.env.GLOVEBOX_JUPYTERLITE;
const PAGE = '<!doctype html><title>Not found</title><p>There is no such page.';
const SIMPLE_JSON = 'application/vnd.pypi.simple.v1+json';

export interface Mirror {
  origin: string;
  /** Whether the distribution has the native wheel, which takes a compiler. */
  hasNative: boolean;
  /** The real packages that each engine has. */
  realPackages: RealPackages[];
  /** The real packages of this machine's Python, where it has some. */
  systemPackages: RealPackages;
  /** Where the kernel of JupyterLite is, where this machine has it. */
  kernel: KernelPlace | undefined;
  /** The paths that were asked for below `folder`, in order. */
  requests(folder?: string): string[];
  /** Breaks off all downloads. */
  cut(): void;
  close(): Promise<void>;
}

/** The names of the real packages that are vendored with an engine. */
export interface RealPackages {
  /** Of the engine, below the mirror's origin. */
  folder: string;
  /** The version of its Python. */
  python: string;
  names: string[];
}

/** The folder of the newest engine that these packages are vendored with, if there is one. */
export function engineWithPackages(
  { realPackages }: Mirror,
  needed: readonly string[] = ['numpy', 'pandas', 'matplotlib'],
): string | undefined {
  return realPackages.findLast(({ names }) => needed.every((name) => names.includes(name)))?.folder;
}

/** @param asked for which file, and how often so far */
type Answer = (
  response: ServerResponse,
  bytes: Uint8Array,
  asked: { name: string; times: number },
) => Promise<void> | void;

/** What a server can do with a file, by the name of the folder that does it. */
const MANNERS: Record<string, Answer> = {
  distribution: send,
  missing: refuse,
  /** Lacks one package, which another needs. */
  impolite: (response, bytes, { name }) => (name.startsWith('polite-') ? refuse(response) : send(response, bytes)),
  page: (response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end(PAGE);
  },
  /** A page, by a server that takes it for what it was asked for. */
  disguised: (response) => {
    response.setHeader('Content-Type', 'application/zip').end(PAGE);
  },
  truncated: (response, bytes) => send(response, bytes.subarray(0, bytes.length / 2)),
  'broken-off': async (response, bytes) => {
    response.setHeader('Content-Length', bytes.length).write(bytes.subarray(0, bytes.length / 2));
    await sleep(50);
    response.destroy();
  },
  corrupt: (response, bytes) => {
    const changed = Uint8Array.from(bytes);
    const middle = changed.length >> 1;
    changed[middle] = (changed[middle] ?? 0) ^ 1;
    return send(response, changed);
  },
  silent: () => {},
  stalled: (response, bytes) => {
    response.setHeader('Content-Length', bytes.length).write(bytes.subarray(0, bytes.length / 2));
  },
  slow: async (response, bytes) => {
    response.setHeader('Content-Length', bytes.length);
    for (let at = 0; at < bytes.length; at += 32_768) {
      response.write(bytes.subarray(at, at + 32_768));
      await sleep(20);
    }
    response.end();
  },
  /** Answers 503 twice before it gives the file. */
  flaky: (response, bytes, { times }) => (times < 3 ? void response.writeHead(503).end() : send(response, bytes)),
  /** Gives the file once, and is gone. */
  once: (response, bytes, { times }) =>
    times > 1 ? void response.destroy() : send(response.setHeader('Cache-Control', 'max-age=0'), bytes),
};

function refuse(response: ServerResponse): void {
  response.writeHead(404).end('not found');
}

function send(response: ServerResponse, bytes: Uint8Array): void {
  response.setHeader('Content-Length', bytes.length).end(bytes);
}

/**
 * A mirror of a small distribution of Python packages, of an engine whose lock file lists them, and of an index such as PyPI. What it
 * does with a file depends on the folder: `/distribution/x.whl` gives it, `/missing/x.whl` does not, and so on. `/engine/` has the engine,
 * `/missing/engine/` does not give it, and so on, `/vendored/` has it with two packages vendored, `/real/` Pyodide 0.29 with the real wheels vendored that this machine has, `/real314/` 314 with its own,
 * `/system/` 314 with packages of this machine's Python, `/kernel/` the kernel of JupyterLite and `/jupyterlite/` an engine whose distribution has what that needs,
 * `/pypi/simple/` the index. Any of them may be asked for below `/as/NAME/`, for a
 * test to have addresses of its own; `/requests/…` tells what was asked for.
 */
export async function startMirror(): Promise<Mirror> {
  const packages = distributionPackages();
  const files = new Map(packages.map(({ entry, bytes }) => [entry.file_name, bytes]));
  const lock = await engineLock('pyodide', packages);
  const engines = await engineFolders(lock, packages);
  const asked: string[] = [];
  const requests = (folder = '/') => asked.filter((each) => each.startsWith(folder));

  const { origin, server, close } = await startServer(async (request, response) => {
    allowEveryone(response);
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    const { pathname } = new URL(request.url ?? '/', 'http://mirror');
    if (pathname.startsWith('/requests/')) {
      return response.end(JSON.stringify(requests(pathname.slice('/requests'.length))));
    }
    asked.push(pathname);
    const [folder = '', ...rest] = pathname
      .replace(/^\/as\/[^/]+/, '')
      .slice(1)
      .split('/');
    const name = rest.join('/');
    const engine = engines.get(folder);
    if (engine) return sendEngine(response, engine, name);
    if (folder === 'kernel') return sendKernel(response, name);
    if (folder === 'pypi') return sendIndex(request, response, name);
    const answer = MANNERS[folder];
    const bytes = name.startsWith('engine/')
      ? await engineFile(response, folderOf('pyodide'), name)
      : (files.get(name) ?? (name === 'pyodide-lock.json' ? Buffer.from(JSON.stringify(lock)) : undefined));
    if (!answer || !bytes) return refuse(response);
    return answer(response, bytes, { name, times: asked.filter((each) => each === pathname).length });
  });
  return {
    origin,
    hasNative: files.has('libtally-1.0.zip'),
    realPackages: ['real', 'real314'].map((name) => describeReal(name, engines.get(name)?.vendored)),
    systemPackages: describeReal('system', engines.get('system')?.vendored),
    kernel: await findKernel(origin),
    requests,
    cut: () => server.closeAllConnections(),
    close,
  };
}

function allowEveryone(response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Headers', '*');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}

interface LockFile {
  info: { python: string };
  packages: Record<string, LockEntry>;
}

/** The lock file of an engine, with other packages. */
async function engineLock(engine: string, packages: readonly DistributedPackage[]): Promise<LockFile> {
  const { info } = JSON.parse(await readFile(path.join(folderOf(engine), 'pyodide-lock.json'), 'utf8'));
  return { info, packages: Object.fromEntries(packages.map(({ entry }) => [entry.name, entry])) };
}

/** A folder as a page has it: an engine, and what was vendored beside it. */
interface EngineFolder {
  folder: string;
  lock: LockFile;
  vendored: Vendored | undefined;
}

interface Vendored {
  lock: LockFile;
  packages: readonly DistributedPackage[];
}

function describeReal(folder: string, vendored: Vendored | undefined): RealPackages {
  const names = vendored?.packages.map(({ entry }) => entry.name) ?? [];
  return { folder, python: vendored?.lock.info.python ?? '', names };
}

async function engineFolders(
  lock: LockFile,
  packages: readonly DistributedPackage[],
): Promise<Map<string, EngineFolder>> {
  const folder = folderOf('pyodide');
  const two = packages.filter(({ entry }) => ['greetings', 'polite'].includes(entry.name));
  const vendor = async (engine: string, wheels: readonly DistributedPackage[]) => ({
    lock: await engineLock(engine, wheels),
    packages: wheels,
  });
  const vendorFrom = async (engine: string, wheels: string | undefined) => {
    const { python } = (await engineLock(engine, [])).info;
    return vendor(engine, wheels === undefined ? [] : readWheelsIn(wheels, python));
  };
  const real = async (engine: string): Promise<EngineFolder> => {
    const vendored = await vendorFrom(engine, WHEELS_FOLDER);
    const others = packages.filter(({ entry }) => !(entry.name in vendored.lock.packages));
    return { folder: folderOf(engine), lock: await engineLock(engine, others), vendored };
  };
  const ofKernel = await vendorFrom('pyodide', KERNEL_FOLDER);
  return new Map<string, EngineFolder>([
    ['jupyterlite', { folder, lock: ofKernel.lock, vendored: ofKernel }],
    ['engine', { folder, lock, vendored: undefined }],
    ['vendored', { folder, lock, vendored: await vendor('pyodide', two) }],
    ['system', { folder, lock, vendored: await vendor('pyodide', systemPackages()) }],
    ['real', await real('pyodide029')],
    ['real314', await real('pyodide')],
  ]);
}

async function sendEngine(response: ServerResponse, { folder, lock, vendored }: EngineFolder, name: string) {
  if (name === 'pyodide-lock.json') return sendJson(response, lock);
  if (vendored && name === 'vendored.json') return sendJson(response, vendored.lock);
  const wheel = vendored?.packages.find(({ entry }) => entry.file_name === name);
  if (wheel) return send(response, wheel.bytes);
  const bytes = await engineFile(response, folder, name);
  return bytes ? send(response, bytes) : refuse(response);
}

async function engineFile(response: ServerResponse, folder: string, name: string) {
  response.setHeader('Content-Type', mimeTypeOf(name));
  return readFile(path.join(folder, path.basename(name))).catch(() => undefined);
}

async function findKernel(origin: string): Promise<KernelPlace | undefined> {
  if (KERNEL_FOLDER === undefined) return undefined;
  const wheels = await readdir(path.join(KERNEL_FOLDER, 'package/pypi'));
  const piplite = wheels.find((name) => name.startsWith('piplite-'));
  if (piplite === undefined) throw new Error('GLOVEBOX_JUPYTERLITE: there is no wheel of piplite in package/pypi.');
  return { engine: `${origin}/jupyterlite/`, code: `${origin}/kernel/`, piplite };
}

async function sendKernel(response: ServerResponse, name: string) {
  const inPackage = path.join(KERNEL_FOLDER ?? '', 'package', path.normalize(`/${name}`));
  const bytes = await readFile(inPackage).catch(() => undefined);
  response.setHeader('Content-Type', mimeTypeOf(name));
  return bytes ? send(response, bytes) : refuse(response);
}

const WHEELS = indexWheels();

/** @see https://packaging.python.org/en/latest/specifications/simple-repository-api/ */
function sendIndex({ headers }: IncomingMessage, response: ServerResponse, name: string) {
  const [, project] = /^simple\/([^/]+)\/$/.exec(name) ?? [];
  const file = WHEELS.find(({ fileName }) => name.startsWith(`files/${fileName}`));
  if (file) return send(response, name.endsWith('.metadata') ? Buffer.from(file.metadata) : file.bytes);
  const releases = WHEELS.filter(({ source }) => source.name === project);
  // As the real one: HTML for a client that does not ask for JSON.
  if (headers.accept !== SIMPLE_JSON) return response.setHeader('Content-Type', 'text/html').end(PAGE);
  if (releases.length === 0) return refuse(response);
  const page = {
    meta: { 'api-version': '1.1' },
    name: project,
    files: releases.map(({ fileName, sha256, bytes, metadata, source, yanked, withoutMetadata }) => ({
      filename: fileName,
      url: `../../files/${fileName}`,
      hashes: { sha256 },
      size: bytes.length,
      'requires-python': source.requiresPython ?? null,
      yanked: yanked ? 'broken' : false,
      'core-metadata': withoutMetadata ? false : { sha256: digest(metadata, 'hex') },
    })),
  };
  return response.setHeader('Content-Type', SIMPLE_JSON).end(JSON.stringify(page));
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader('Content-Type', 'application/json').end(JSON.stringify(value));
}
