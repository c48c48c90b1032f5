import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalServer, startServer } from '../../support/localServer.ts';
import { type BuiltWheel, buildWheel } from '../../support/packageServer/buildWheel.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const LIST = path.join(ROOT, 'public/demos/index.json');

let machine: string;
let names: string[];
let wheels: BuiltWheel[];
let server: LocalServer;
/** What the server sends in place of a wheel, by file name. */
const changed = new Map<string, Uint8Array>();

beforeAll(async () => {
  const { demos }: { demos: { packages?: string[] }[] } = JSON.parse(await readFile(LIST, 'utf8'));
  names = [...new Set(demos.flatMap(({ packages = [] }) => packages))].toSorted();
  wheels = names.map((name) => buildWheel({ name, version: '1.0', files: { [`${name}.py`]: 'answer = 42\n' } }));
  machine = await mkdtemp(path.join(tmpdir(), 'glovebox-vendor-demos-'));
  await writePyodide(path.join(machine, 'engine'));
  server = await startServer((request, response) => {
    const wheel = wheels.find(({ fileName }) => request.url === `/${fileName}`);
    if (!wheel) return void response.writeHead(404).end();
    response.end(changed.get(wheel.fileName) ?? wheel.bytes);
  });
});
afterAll(async () => {
  await server.close();
  await rm(machine, { recursive: true });
});

/** A package `pyodide` whose distribution has the wheels. */
async function writePyodide(folder: string): Promise<void> {
  await mkdir(folder);
  const real = await readFile(path.join(ROOT, 'node_modules/pyodide/pyodide-lock.json'), 'utf8');
  const packages = wheels.map(({ source: { name, version }, fileName, sha256 }) => [
    name,
    {
      name,
      version,
      file_name: fileName,
      sha256,
      package_type: 'package',
      install_dir: 'site',
      depends: [],
      imports: [name],
    },
  ]);
  const lock = { info: JSON.parse(real).info, packages: Object.fromEntries(packages) };
  await writeFile(path.join(folder, 'pyodide-lock.json'), JSON.stringify(lock));
  await writeFile(path.join(folder, 'package.json'), '{"name":"pyodide","version":"314.0.7"}');
}

async function vendorDemos(to: string): Promise<{ code: number; output: string }> {
  const places = ['--to', to, '--from', server.origin, '--pyodide', path.join(machine, 'engine')];
  const run = promisify(execFile)('npx', ['tsx', 'demos/vendorDemos.ts', ...places], { cwd: ROOT });
  return run.then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    ({ code, stdout, stderr }) => ({ code, output: stdout + stderr }),
  );
}

describe('npm run vendor-demos', () => {
  it('puts the packages of all demos beside the page, checked against their hashes', async () => {
    const to = path.join(machine, 'whole');
    const { code, output } = await vendorDemos(to);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining(`${names.length} downloaded`) });
    const { packages } = JSON.parse(await readFile(path.join(to, 'vendored.json'), 'utf8'));
    expect(Object.keys(packages).toSorted()).toEqual(names);
    expect(names).toEqual(expect.arrayContaining(['pandas', 'matplotlib', 'altair']));
    for (const { fileName, bytes } of wheels) {
      expect(new Uint8Array(await readFile(path.join(to, fileName)))).toEqual(bytes);
    }
  });

  it('keeps no file that is not the one in the lock file, and says which', async () => {
    const to = path.join(machine, 'changed');
    const [wheel] = wheels.filter(({ source }) => source.name === 'pandas') as [BuiltWheel];
    changed.set(
      wheel.fileName,
      wheel.bytes.map((byte, index) => (index === 40 ? byte ^ 1 : byte)),
    );
    const { code, output } = await vendorDemos(to);
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('pandas 1.0: ') });
    const files = await readdir(to);
    expect(files).not.toContain(wheel.fileName);
    expect(files).not.toContain('vendored.json');
  });
});
