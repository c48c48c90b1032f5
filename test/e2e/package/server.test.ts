// @module-tag long
/** Frameworks that render on a server import an app's modules there, the library's among them. */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../support/runCommand.ts';
import { readManifest } from './packedPackage.ts';
import { projects } from './project.ts';

/** What the global scope of a runtime has, beside what Node's has. */
const RUNTIMES = {
  Node: '',
  // Version 1 has `window`.
  Deno: 'globalThis.Deno = { version: { deno: "1.46.0" } }; globalThis.window = globalThis.self = globalThis;',
  'a worker': `globalThis.self = globalThis; globalThis.WorkerGlobalScope = class {}; globalThis.importScripts = () => {};
    globalThis.location = new URL('https://example.org/worker.js');`,
};
/** What `exports` in package.json names for each. */
const CONDITIONS: Partial<Record<string, string[]>> = { 'a worker': ['--conditions=worker'] };

const freshProject = projects();
let project: string;
let entries: string[];
beforeAll(async () => {
  project = await freshProject({}, ['@google/genai', 'react']);
  const { exports } = readManifest(path.join(project, 'node_modules/glovebox'));
  entries = Object.entries(exports)
    .filter(([name, entry]) => typeof entry !== 'string' && entry.default && name !== './vite')
    .map(([name]) => `glovebox${name.slice(1)}`);
}, 300_000);

describe.each(Object.entries(RUNTIMES))('the global scope of %s', (name, globals) => {
  it('can import each entry, which keeps nothing running', async () => {
    expect(entries).toContain('glovebox/react');
    const program = `${globals}
      for (const entry of ${JSON.stringify(entries)}) {
        console.log(entry, await import(entry).then((module) => Object.keys(module).length > 0, String));
      }`;
    const args = [...(CONDITIONS[name] ?? []), '--input-type=module', '-e', program];
    const { code, stdout, stderr } = await runCommand(process.execPath, args, { cwd: project });
    expect({ code, stderr, lines: stdout.trim().split('\n') }).toEqual({
      code: 0,
      stderr: '',
      lines: entries.map((entry) => `${entry} true`),
    });
  });
});

it('the hooks render on a server as they do first in the browser', async () => {
  const server = await freshProject({}, ['react', 'react-dom']);
  const program = `const { createElement } = await import('react');
    const { renderToString } = await import('react-dom/server');
    const { usePython } = await import('glovebox/react');
    const Sum = () => createElement('p', null, usePython('1 + 1').status);
    console.log(renderToString(createElement(Sum)));`;
  const ended = await runCommand(process.execPath, ['--input-type=module', '-e', program], { cwd: server });
  expect(ended).toMatchObject({ code: 0, stdout: '<p>starting</p>\n', stderr: '' });
});
