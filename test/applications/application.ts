/** Applications as their users have them: installed from npm's registry, with their own commands. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest';
import { freePort } from '../support/freePort.ts';
import { run } from './run.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Milliseconds between two attempts to reach a server that starts, and the number of them. */
const ASK_AGAIN = 200;
const MAX_ATTEMPTS = 300;

/**
 * Installs and builds an application for the tests of a file, outside of this repository, where it finds nothing that it does not name.
 *
 * @param source its folder in this repository
 * @returns its folder, once the tests run
 */
export function builtApplication(source: string): () => string {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'glovebox-application-'));
    await cp(path.join(ROOT, source), folder, { recursive: true });
    await takeTarball(path.join(folder, 'package.json'));
    // In production, what builds an application would not be installed.
    await run('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, env: environment('development') });
    await run('npm', ['run', 'build'], { cwd: folder, env: environment() });
  });
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return () => folder;
}

/** Has an application depend on the package of this repository in place of the published one. */
async function takeTarball(file: string): Promise<void> {
  const manifest = await readFile(file, 'utf8');
  const written = manifest.replace(/("glovebox": )"[^"]+"/, `$1${JSON.stringify(`file:${inject('tarball')}`)}`);
  if (written === manifest) throw new Error('The application does not depend on glovebox.');
  await writeFile(file, written);
}

/** Starts the server of an application until the test ends. @returns its origin */
export async function startServer(folder: string, variables: Record<string, string> = {}): Promise<string> {
  const port = await freePort();
  const server = spawn('npm', ['start'], {
    cwd: folder,
    env: { ...environment(), HOST: '127.0.0.1', PORT: String(port), ...variables },
    stdio: 'ignore',
    // With the processes that it starts, it is ended as a group.
    detached: true,
  });
  onTestFinished(() => endGroup(server));
  const origin = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}.`);
    if (await fetch(origin).catch(() => undefined)) return origin;
    await wait(ASK_AGAIN);
  }
  throw new Error('The server did not start.');
}

async function endGroup(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null) return;
  const ended = once(server, 'exit');
  process.kill(-server.pid, 'SIGTERM');
  await ended;
}

/** With the Node that frameworks need, and without words to their makers. */
function environment(mode = 'production'): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: `${inject('nodeFolder')}${path.delimiter}${process.env.PATH}`,
    NODE_ENV: mode,
    NEXT_TELEMETRY_DISABLED: '1',
    ASTRO_TELEMETRY_DISABLED: '1',
  };
}
