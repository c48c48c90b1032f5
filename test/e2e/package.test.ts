import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Mirror, startMirror } from '../fakes/mirror.ts';
import { type Ended, runCommand } from './runCommand.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const run = (command: string, args: string[], cwd: string) => runCommand(command, args, { cwd });

let machine: string;
let mirror: Mirror;
beforeAll(async () => {
  mirror = await startMirror();
  machine = mkdtempSync(path.join(tmpdir(), 'glovebox-package-'));
  const pyodide = path.join(machine, 'pyodide');
  mkdirSync(pyodide);
  writeFileSync(
    path.join(pyodide, 'pyodide-lock.json'),
    await (await fetch(`${mirror.origin}/engine/pyodide-lock.json`)).text(),
  );
  copyFileSync(path.join(ROOT, 'node_modules/pyodide/package.json'), path.join(pyodide, 'package.json'));
});
afterAll(async () => {
  await mirror.close();
  rmSync(machine, { recursive: true });
});

/** Vendors a package, as the page's developer does. */
function vendor(command: string, args: string[], cwd: string, page: string): Promise<Ended> {
  const from = `${mirror.origin}/as/${page}/distribution/`;
  const options = ['--to', path.join(machine, page), '--from', from, '--pyodide', path.join(machine, 'pyodide')];
  return run(command, [...args, 'vendor', 'greetings', ...options], cwd);
}

describe('`npx glovebox`', () => {
  it('runs from a checkout', async () => {
    const { code, stdout, stderr } = await vendor('npx', ['--no-install', 'glovebox'], ROOT, 'of-checkout');
    expect({ code, stderr: withoutNpm(stderr) }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('2 downloaded, 0 already there');
  });

  it('runs from the package, which has no TypeScript, and downloads nothing the second time', async () => {
    const packing = await run('npm', ['pack', '--silent', '--pack-destination', machine], ROOT);
    expect(packing.code).toBe(0);
    const tarball = packing.stdout.trim().split('\n').at(-1) ?? '';
    expect((await run('tar', ['-xzf', tarball], machine)).code).toBe(0);
    const unpacked = path.join(machine, 'package');
    expect(readdirSync(unpacked).toSorted()).toEqual(['README.md', 'bin', 'build', 'package.json']);
    // What the package depends on is installed here already.
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(unpacked, 'node_modules'), 'dir');
    const program = path.join(unpacked, 'bin/glovebox.js');

    const first = await vendor(process.execPath, [program], machine, 'of-package');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('2 downloaded, 0 already there');
    const asked = mirror.requests('/as/of-package/').length;
    const second = await vendor(process.execPath, [program], machine, 'of-package');
    expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining('0 downloaded, 2 already there') });
    expect(mirror.requests('/as/of-package/')).toHaveLength(asked);
    expect(asked).toBe(2);

    const wrong = await run(process.execPath, [program, 'nonsense'], machine);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no command "nonsense".') });
  });
});

/** npm has opinions of its own about the machine's settings. */
function withoutNpm(text: string): string {
  return text.replaceAll(/^npm .*\n/gm, '');
}
