// @module-tag long
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDistribution } from '../../support/packageServer/distribution.ts';
import { type Mirror, startMirror } from '../../support/packageServer/mirror.ts';
import { type Ended, runCommand } from '../../support/runCommand.ts';
import { installPackage, readManifest } from './packedPackage.ts';
import { packedTarball } from './packedTarball.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const run = (command: string, args: string[], cwd: string) => runCommand(command, args, { cwd });

let machine: string;
let mirror: Mirror;
let tarball: string;
/** The folder that the package is installed in. */
let installed: string;
beforeAll(async () => {
  mirror = await startMirror();
  machine = mkdtempSync(path.join(tmpdir(), 'glovebox-package-'));
  await writeDistribution(path.join(machine, 'pyodide'), mirror);
  tarball = await packedTarball();
  installed = await installPackage(tarball, path.join(machine, 'project'), []);
}, 300_000);
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

  it('puts the same frame beside a page from a checkout, where it is made, and from the package, which brings it', async () => {
    const from = async (program: string, page: string) => {
      const args = [program, 'assets', path.join(machine, page)];
      expect(await run(process.execPath, args, machine)).toMatchObject({ code: 0, stderr: '' });
      return readFileSync(path.join(machine, page, 'pyodide/frame.html'), 'utf8');
    };
    const checkout = await from(path.join(ROOT, 'bin/glovebox.js'), 'page-of-checkout');
    expect(checkout).toBe(await from(path.join(installed, 'bin/glovebox.js'), 'page-of-package'));
    expect(checkout).toContain('Content-Security-Policy');
  });

  it('runs from the package, which has no TypeScript, and downloads nothing the second time', async () => {
    const program = path.join(installed, 'bin/glovebox.js');

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

describe('the package', () => {
  it('has what was built, and nothing else', () => {
    const whole = [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin',
      'build',
      'custom-elements.json',
      'package.json',
      'templates',
      'types',
    ];
    expect(readdirSync(installed).toSorted()).toEqual(whole);
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    expect(
      files.filter((file) => /\.ts$/.test(file) && !file.endsWith('.d.ts') && !file.startsWith('templates/')),
    ).toEqual([]);
  });

  it('is as publint wants it', async () => {
    const { messages, pkg } = await publint({ pack: { tarball: bytesOf(tarball) }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  it('has types that are right, for all who can import ES modules', async () => {
    const checked = await checkPackage(createPackageFromTarballData(new Uint8Array(bytesOf(tarball))));
    if (checked.types === false) throw new Error('There are no types.');
    // It is no package for `require`, nor for what knows no `exports`.
    const withoutModules = ['NoResolution node10', 'CJSResolvesToESM node16-cjs'];
    const problems = checked.problems.map(
      ({ kind, ...problem }) => `${kind} ${'resolutionKind' in problem ? problem.resolutionKind : ''}`,
    );
    expect(problems.filter((problem) => !withoutModules.includes(problem))).toEqual([]);
    expect(Object.keys(checked.entrypoints)).toEqual([
      '.',
      './sandbox',
      './widget',
      './tool',
      './openai',
      './anthropic',
      './built-in-model',
      './ai-sdk',
      './ai-sdk/definition',
      './mcp',
      './jupyter',
      './markdown-it',
      './remark',
      './vite',
      './react',
      './vue',
      './svelte',
      './preact',
      './solid',
      './package.json',
    ]);
  });

  it.each(['types', 'default'] as const)('imports nothing (%s) but what it depends on', (condition) => {
    const { dependencies, peerDependencies, exports } = readManifest(installed);
    const entries = Object.values(exports).flatMap((entry) =>
      typeof entry === 'string' || !entry.default ? [] : [entry],
    );
    const imported = entries.flatMap((entry) => importsOf(path.join(installed, entry[condition] ?? '')));
    const known = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
    const packages = new Set(imported.map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? ''));
    expect([...packages].filter((name) => !known.includes(name) && !name.startsWith('node:'))).toEqual([]);
    expect(packages).toContain('@google/genai');
  });

  it.each(['react', 'vue', 'svelte', 'preact', 'solid-js'])(
    'has types for %s, which import nothing else but the SDK and lit',
    (framework) => {
      const file = `${framework.replace('-js', '')}.d.ts`;
      const packages = new Set(importsOf(path.join(installed, 'types', file)).map((name) => name.split('/')[0]));
      expect([...packages].toSorted()).toEqual(['@google', 'lit', framework].toSorted());
    },
  );

  it('declares the tool of the AI SDK on a server, which has no DOM', async () => {
    const file = path.join(installed, 'build/library/entries/ai-sdk/definition.js');
    const program = `const { codeToolDefinition } = await import(${JSON.stringify(file)}); console.log(codeToolDefinition().description);`;
    const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '--eval', program], machine);
    expect({ stdout, stderr }).toEqual({ stdout: expect.stringContaining('Runs Python code'), stderr: '' });
  });

  it('needs no other package for the sandbox alone', () => {
    for (const file of ['sandbox.js', 'sandbox.d.ts']) {
      expect(importsOf(path.join(installed, 'build/library/entries', file))).toEqual([]);
    }
  });

  it('is licensed under Apache-2.0, in its manifest, in the text of the license and in the notices of its build', () => {
    const read = (file: string) => readFileSync(path.join(installed, file), 'utf8');
    expect(JSON.parse(read('package.json'))).toMatchObject({ license: 'Apache-2.0' });
    expect(read('LICENSE')).toMatch(/^\s*Apache License\n\s*Version 2\.0, January 2004\n/);
    expect(read('LICENSE')).toContain('END OF TERMS AND CONDITIONS');
    expect(read('build/library/THIRD-PARTY.txt')).toContain(
      'Glovebox is licensed under the Apache License, Version 2.0',
    );
  });

  it('names the license of each package that is built in', () => {
    const notices = readFileSync(path.join(installed, 'build/library/THIRD-PARTY.txt'), 'utf8');
    const folder = path.join(installed, 'build/library/dependencies');
    const names = readdirSync(folder).flatMap((name) =>
      name.startsWith('@') ? readdirSync(path.join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
    );
    // One of them is inside of the program that runs JavaScript, which is there as text.
    for (const name of [...names, 'acorn']) expect(notices).toMatch(new RegExp(`^${name} [\\d.]+ \\(.+\\)$`, 'm'));
    expect(notices).toContain('THE SOFTWARE IS PROVIDED "AS IS"');
  });
});

describe("the page's build", () => {
  it('names the license of each package that it contains, the engine included', () => {
    const notices = readFileSync(path.join(ROOT, 'dist/THIRD-PARTY.txt'), 'utf8');
    for (const name of ['lit', 'katex', '@google/genai', 'acorn', 'pyodide'])
      expect(notices).toMatch(new RegExp(`^${name} [\\d.]+ \\(.+\\)$`, 'm'));
  });
});

function bytesOf(file: string): ArrayBuffer {
  return new Uint8Array(readFileSync(file)).buffer;
}

/** The beginning of a line as code is printed; and calls of `import` that are not in a comment. */
const IMPORT = /(?:^(?:import|export)\b[^'"();]*\bfrom |^import |(?<!^\s*(?:\*|\/\/).*)\bimport\()["']([^"'\n]+)["']/gm;

/** The packages that a file imports, and those that the files import which it imports itself. */
function importsOf(entry: string): string[] {
  const packages = new Set<string>();
  const files = [entry];
  for (const file of files) {
    const specifiers = readFileSync(file, 'utf8').matchAll(IMPORT);
    for (const [, specifier = ''] of specifiers) {
      if (!specifier.startsWith('.')) packages.add(specifier);
      else files.push(...filesOf(path.resolve(path.dirname(file), specifier)).filter((each) => !files.includes(each)));
    }
  }
  return [...packages];
}

/** A declaration names the source that it was made of. */
function filesOf(imported: string): string[] {
  const file = imported.replace(/(?<!\.d)\.ts$/, '.d.ts');
  // What is not there is text in a comment or a string, or is left out by a check of its own.
  return existsSync(file) ? [file] : [];
}

/** npm has opinions of its own about the machine's settings. */
function withoutNpm(text: string): string {
  return text.replaceAll(/^npm .*\n/gm, '');
}
