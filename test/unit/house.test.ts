/** Shows each rule that keeps the folders apart by a file that breaks it, and counts files and lines. CONTRIBUTING.md has the rules in words. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { runCommand } from '../support/runCommand.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const program = (name: string) => path.join(ROOT, 'node_modules/.bin', name);

interface Diagnostic {
  category: string;
  location: { path: string };
}

describe('the linter', () => {
  const ARROWS = 'lint/style/noRestrictedImports';
  const CYCLES = 'lint/suspicious/noImportCycles';

  /** Files that break a rule, with their code. */
  const BREAKING: [file: string, rule: string, code: string][] = [
    ['src/async/breaking.ts', ARROWS, "import '../protocol.ts';"],
    ['src/bytes/breaking.ts', ARROWS, "import '../sandbox/limits.ts';"],
    ['src/pictures/breaking.ts', ARROWS, "import type { Display } from '../protocol.ts';"],
    ['src/text/breaking.ts', ARROWS, "await import('../chat/transcript.ts');"],
    ['src/errors.ts', ARROWS, "import './sandbox/limits.ts';"],
    ['src/protocol.ts', ARROWS, "import './errors.ts';"],
    ['src/sandbox/session/breaking.ts', ARROWS, "import '../../gemini/client.ts';"],
    ['src/answer/loop/breaking.ts', ARROWS, "import '../../gemini/client.ts';"],
    ['src/sandbox/frame/breaking.ts', ARROWS, "import '../../answer/events.ts';"],
    ['src/viewer/breaking.ts', ARROWS, "import '../sandbox/limits.ts';"],
    ['src/aiSdk/breaking.ts', ARROWS, "import '../chat/transcript.ts';"],
    ['src/jupyter/breaking.ts', ARROWS, "import '../answer/events.ts';"],
    ['src/react/breaking.ts', ARROWS, "import '../gemini/client.ts';"],
    ['src/tool/breaking.ts', ARROWS, "import '../gemini/client.ts';"],
    ['src/gemini/live/breaking.ts', ARROWS, "import '../../chat/transcript.ts';"],
    ['src/anthropic/breaking.ts', ARROWS, "import '../chat/transcript.ts';"],
    ['src/builtInModel/breaking.ts', ARROWS, "import '../chat/transcript.ts';"],
    ['src/mcp/breaking.ts', ARROWS, "import '../page/app.ts';"],
    ['src/openai/breaking.ts', ARROWS, "import '../anthropic/client.ts';"],
    ['src/aiSdk/breaking.ts', ARROWS, "import '../gemini/client.ts';"],
    ['src/cassette/breaking.ts', ARROWS, "import '../elements/events.ts';"],
    ['src/chat/live/breaking.ts', ARROWS, "import '../../elements/events.ts';"],
    ['src/elements/cell/breaking.ts', ARROWS, "import '../../page/app.ts';"],
    ['src/page/dialogs/breaking.ts', ARROWS, "import '../../widget/box/gloveBox.ts';"],
    ['src/widget/breaking.ts', ARROWS, "import '../page/app.ts';"],
    ['src/entries/index.ts', ARROWS, "export * from './elements/events.ts';"],
    ['src/entries/sandbox.ts', ARROWS, "export * from './gemini/client.ts';"],
    ['src/cli/vendor/breaking.ts', ARROWS, "import '../../gemini/client.ts';"],
    ['src/vite/internal/breaking.ts', ARROWS, "import '../../elements/events.ts';"],
    ['worker/python/breaking.ts', ARROWS, "import '../../src/sandbox/limits.ts';"],
    ['worker/snapshot/breaking.ts', ARROWS, "import '../javascript/files.ts';"],
    ['worker/javascript/breaking.ts', ARROWS, "import '../python/interrupts.ts';"],
    ['worker/common/breaking.ts', ARROWS, "import '../javascript/files.ts';"],
    ['src/sandbox/frame/one.ts', CYCLES, "import type { Other } from './other.ts';\nexport type One = Other[];"],
    ['src/sandbox/frame/other.ts', CYCLES, "import type { One } from './one.ts';\nexport type Other = One | string;"],
    ['worker/python/lazy.ts', CYCLES, "export const load = () => import('./loaded.ts');"],
    ['worker/python/loaded.ts', CYCLES, "export { load } from './lazy.ts';"],
  ];
  const KEEPING: [file: string, code: string][] = [
    ['src/sandbox/session/keeping.ts', "import '../../protocol.ts';\nimport '../../async/abort.ts';"],
    ['src/page/dialogs/keeping.ts', "import '../../elements/events.ts';\nimport '../../gemini/client.ts';"],
    ['worker/python/keeping.ts', "import '../../src/protocol.ts';\nimport '../common/output.ts';"],
    ['worker/javascript/keeping.ts', "import '../../src/protocol.ts';\nimport '../common/output.ts';"],
  ];

  let diagnostics: Diagnostic[];
  beforeAll(async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'house-'));
    copyFileSync(path.join(ROOT, 'biome.json'), path.join(folder, 'biome.json'));
    for (const [file, , code] of BREAKING) write(path.join(folder, file), code);
    for (const [file, code] of KEEPING) write(path.join(folder, file), code);
    const options = ['--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none'];
    const { stdout } = await runCommand(program('biome'), ['lint', ...options], { cwd: folder });
    rmSync(folder, { recursive: true });
    diagnostics = JSON.parse(stdout).diagnostics;
  }, 60_000);
  const rulesBrokenIn = (file: string) =>
    diagnostics.filter(({ location }) => location.path === file).map(({ category }) => category);

  it.each(BREAKING)('the linter finds that %s breaks %s: %s', (file, rule) => {
    expect(rulesBrokenIn(file)).toContain(rule);
  });

  it.each(KEEPING)('the linter lets %s import from the folders below it', (file) => {
    expect(rulesBrokenIn(file)).toEqual([]);
  });
});

describe('types', () => {
  const NODE = 'process.exit();';
  const DOCUMENT = 'document.title;';

  it.each([
    ['src', 'Node', NODE, DOCUMENT],
    ['src/cli', 'a document', DOCUMENT, NODE],
    ['src/serviceWorker', 'a document', DOCUMENT, 'caches.keys();'],
    ['src/serviceWorker', 'Node', NODE, 'caches.keys();'],
    ['worker', 'a document', DOCUMENT, 'self.close();'],
    ['worker', 'Node', NODE, 'self.close();'],
    ['worker/supervisor', 'Node', NODE, DOCUMENT],
  ])('the types of %s do not include those of %s', { timeout: 120_000 }, async (realm, _, refused, allowed) => {
    // In the tree: where types are looked for depends on the place of the configuration.
    const folder = path.join(ROOT, 'test/output/house', crypto.randomUUID());
    const config = {
      extends: path.join(ROOT, realm, 'tsconfig.json'),
      include: [],
      files: ['refused.ts', 'allowed.ts'],
    };
    write(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
    write(path.join(folder, 'refused.ts'), `${refused}\nexport {};\n`);
    write(path.join(folder, 'allowed.ts'), `${allowed}\nexport {};\n`);
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { stdout } = await runCommand(program('tsc'), ['--pretty', 'false', '-p', folder], { cwd: folder });
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^refused\.ts\(1,1\): error TS.*Cannot find name/),
    ]);
  });

  it('`npm run types` checks every file of src/ and worker/', { timeout: 120_000 }, async () => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
    const realms = [...scripts.types.matchAll(/tsc -p (\S+)/g)].map(([, realm = '']) => realm);
    const lists = realms.map((realm) =>
      runCommand(program('tsc'), ['-p', realm, '--listFilesOnly'], { cwd: ROOT }).then(({ stdout }) =>
        stdout.split('\n'),
      ),
    );
    const checked = new Set((await Promise.all(lists)).flat().map((file) => path.resolve(ROOT, file)));
    const files = ['src', 'worker'].flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        path.join(folder, name),
      ),
    );
    const sources = files.filter((file) => file.endsWith('.ts'));
    expect(sources.length).toBeGreaterThan(200);
    expect(sources.filter((file) => !checked.has(path.join(ROOT, file)))).toEqual([]);
  });
});

describe('the packages of other models', () => {
  /** Folders that apps use without the package, or with a version of their own. */
  const FOLDERS = ['answer', 'tool', 'openai', 'anthropic', 'builtInModel', 'aiSdk', 'mcp', 'jupyter'];
  const PACKAGES =
    /^(?:import|export) (?!type\b)[^;]*?from '(@google\/genai|ai|@ai-sdk\/[^']*|openai|@anthropic-ai\/[^']*|@modelcontextprotocol\/[^']*)'/m;

  it.each(FOLDERS)('are no code of src/%s: it imports their types only', (folder) => {
    const files = readdirSync(path.join(ROOT, 'src', folder), { recursive: true, encoding: 'utf8' });
    const sources = files.filter((file) => file.endsWith('.ts'));
    expect(sources).not.toEqual([]);
    const importing = sources.filter((file) =>
      PACKAGES.test(readFileSync(path.join(ROOT, 'src', folder, file), 'utf8')),
    );
    expect(importing).toEqual([]);
  });
});

describe('sizes', () => {
  const MAX_FILES = 20;
  const MAX_LINES = 350;
  const MAX_CLASS_LINES = 260;
  const PRODUCT = /^(src|worker|scripts|demos)\//;
  /** One probe or program is one file: these folders are lists. */
  const LISTS = /^test\/(security\/probes|support\/examples\/programs|fixtures)\b/;

  let code: string[];
  beforeAll(async () => {
    const { stdout } = await runCommand('git', ['ls-files', '-co', '--exclude-standard'], { cwd: ROOT });
    code = stdout.split('\n').filter((file) => /\.(ts|mjs|js|py|css)$/.test(file) && existsSync(path.join(ROOT, file)));
    expect(code.length).toBeGreaterThan(500);
  });
  const linesOf = (file: string) => readFileSync(path.join(ROOT, file), 'utf8').trimEnd().split('\n');

  it(`no folder has more than ${MAX_FILES} files of code`, () => {
    const files = new Map<string, number>();
    for (const file of code) files.set(path.dirname(file), (files.get(path.dirname(file)) ?? 0) + 1);
    const tooFull = [...files].filter(([folder, count]) => count > MAX_FILES && !LISTS.test(folder));
    expect(tooFull).toEqual([]);
  });

  it(`no file of code has more than ${MAX_LINES} lines`, () => {
    const lengths = code.map((file) => [file, linesOf(file).length] as const);
    expect(lengths.filter(([, length]) => length > MAX_LINES)).toEqual([]);
  });

  it(`no class of the product has more than ${MAX_CLASS_LINES} lines`, () => {
    const lengths = code
      .filter((file) => PRODUCT.test(file) && file.endsWith('.ts'))
      .flatMap((file) => classesIn(linesOf(file)).map(({ name, length }) => ({ file, name, length })));
    expect(lengths.length).toBeGreaterThan(100);
    expect(lengths.filter(({ length }) => length > MAX_CLASS_LINES)).toEqual([]);
  });
});

/** The classes of a formatted file: each ends with a brace as far to the left as it begins. */
function classesIn(lines: string[]): { name: string; length: number }[] {
  return lines.flatMap((line, start) => {
    const [, indent, name = ''] = /^(\s*)(?:export )?(?:abstract )?class (\w+)/.exec(line) ?? [];
    if (indent === undefined) return [];
    const end = lines.indexOf(`${indent}}`, start);
    return end === -1 ? [] : [{ name, length: end - start + 1 }];
  });
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
