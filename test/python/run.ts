/** Checks the Python side with ruff, and runs its tests under the system's own CPython, with its real libraries. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const NEEDED = 'import pytest, numpy, pandas, PIL, matplotlib, sympy';
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Debian's packages belong to this one, whatever else is first on the PATH. */
const PYTHONS = ['/usr/bin/python3', 'python3'];

/** @returns whether it ended well */
function run(command: string, args: string[]): boolean {
  const { status } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    timeout: 300_000,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  return status === 0;
}

function lint(): boolean {
  if (spawnSync('ruff', ['--version']).status === 0) {
    return run('ruff', ['check', '--no-cache', 'worker/harness', 'test/python']);
  }
  console.error('Skipped the lint of the Python side: there is no ruff on the PATH.');
  return true;
}

function test(): boolean {
  const python = PYTHONS.find((name) => spawnSync(name, ['-c', NEEDED]).status === 0);
  if (python !== undefined) return run(python, ['-m', 'pytest', 'test/python', '-q', '-p', 'no:cacheprovider']);
  console.error(`Skipped the tests of the Python side: no Python here has what they need (${NEEDED}).`);
  return true;
}

const results = [lint(), test()];
process.exitCode = results.every(Boolean) ? 0 : 1;
