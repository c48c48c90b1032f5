/** Runs the tests of the Python side under the system's own CPython, with its real libraries. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const NEEDED = 'import pytest, numpy, pandas, PIL, matplotlib, sympy';
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Debian's packages belong to its own Python, whichever is first on the PATH. */
const PYTHONS = ['/usr/bin/python3', 'python3'];

const python = PYTHONS.find((name) => spawnSync(name, ['-c', NEEDED]).status === 0);
if (python === undefined) {
  console.error(`Skipped the tests of the Python side: no Python here has the modules that they need (${NEEDED}).`);
} else {
  const { status } = spawnSync(python, ['-m', 'pytest', 'test/python', '-q', '-p', 'no:cacheprovider'], {
    cwd: ROOT,
    stdio: 'inherit',
    timeout: 300_000,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  process.exitCode = status === 0 ? 0 : 1;
}
