import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { runCommand } from '../../support/runCommand.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

interface Declaration {
  tagName?: string;
  attributes?: { name: string; description?: string }[];
  members?: { name: string; description?: string }[];
  events?: { name: string; description?: string }[];
}

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

it('the custom-elements manifest is that of the sources (`npm run manifest` makes it)', {
  timeout: 120_000,
}, async () => {
  const folder = mkdtempSync(path.join(ROOT, 'node_modules/.manifest-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const outdir = path.relative(ROOT, folder);
  const { code, stdout } = await runCommand('npm', ['run', 'manifest', '--', '--outdir', outdir], { cwd: ROOT });
  expect(code, stdout).toBe(0);
  expect(read('custom-elements.json')).toBe(read(path.join(outdir, 'custom-elements.json')));
});

it('the manifest and docs/widget.md say something about each attribute, member and event', () => {
  const { modules } = JSON.parse(read('custom-elements.json')) as { modules: { declarations: Declaration[] }[] };
  const elements = modules.flatMap(({ declarations }) => declarations).filter(({ tagName }) => tagName);
  expect(elements.map(({ tagName }) => tagName)).toEqual(['glove-box', 'glove-cell']);
  const documentation = read('docs/widget.md');
  for (const { attributes = [], members = [], events = [] } of elements) {
    expect([...attributes, ...members, ...events].filter(({ description }) => !description)).toEqual([]);
    for (const { name } of [...attributes, ...events]) expect(documentation).toContain(`\`${name}\``);
  }
});
