import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from '../../support/runCommand.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const REFERENCE = path.join(ROOT, 'docs/api');

/** What typedoc knows of a module, a class, a function, a method or one of their signatures. @see https://typedoc.org */
interface Described {
  name: string;
  kind: number;
  comment?: { blockTags?: { tag: string }[] };
  children?: Described[];
  signatures?: Described[];
  inheritedFrom?: object;
}

const [FUNCTION, CLASS, INTERFACE, METHOD] = [64, 128, 256, 2048];

/** Interfaces whose methods are called by others: by this library, if an app or an SDK has the object, or by an SDK, if this library has. */
const CALLED_BY_OTHERS = [
  'AiSdkTool',
  'CodeExecutor',
  'CodeFiles',
  'Completions',
  'CreateOptions',
  'LanguageModelApi',
  'LocalPythonMiddleware',
  'McpClient',
  'McpTransport',
  'ModelSession',
  'PythonTool',
];

let folder: string;
let modules: Described[];
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'reference-'));
  const json = path.join(folder, 'reference.json');
  const args = ['run', '-s', 'docs:api', '--', '--out', path.join(folder, 'api'), '--json', json];
  const { code, stderr } = await runCommand('npm', args, { cwd: ROOT });
  expect({ code, stderr: stderr.replaceAll(/^npm .*\n/gm, '') }).toEqual({ code: 0, stderr: '' });
  modules = JSON.parse(readFileSync(json, 'utf8')).children;
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true }));

it('the reference says what the types say today', () => {
  const written = path.join(folder, 'api');
  const files = filesIn(written, '.md');
  expect(files).toEqual(filesIn(REFERENCE, '.md'));
  for (const file of files) {
    const committed = readFileSync(path.join(REFERENCE, file), 'utf8');
    expect(committed, '`npm run docs:api` brings it up to date').toBe(readFileSync(path.join(written, file), 'utf8'));
  }
});

it('the reference has a page for each entry of the package', () => {
  const { exports } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  // Those of some frameworks have types of the elements alone, and package.json has none.
  const entries = Object.entries<{ default?: string }>(exports).filter(([, { default: code }]) => code !== undefined);
  const names = entries.map(([entry]) => (entry === '.' ? 'index' : entry.slice(2)));
  expect(modules.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
});

it.each(filesIn(path.join(ROOT, 'src/entries'), '.ts'))(
  'the reference has all that src/entries/%s exports',
  (entry) => {
    const sources = entry === 'index.ts' ? [entry, 'sandbox.ts'] : [entry];
    const code = sources.map((file) => readFileSync(path.join(ROOT, 'src/entries', file), 'utf8')).join('');
    const lists = [...code.matchAll(/export (?:type )?\{([^}]*)\}/g)].map(([, names = '']) => names);
    const names = lists.flatMap((list) => list.split(',')).map((name) => name.replace(/^\s*type\s/, '').trim());
    const reference = readFileSync(path.join(REFERENCE, entry.replace('.ts', '.md')), 'utf8');
    const headings = [...reference.matchAll(/^### (\S+?)(?:\(\))?$/gm)].map(([, name = '']) =>
      name.replaceAll('\\', ''),
    );
    expect(names.filter((name) => name !== '').toSorted()).toEqual(headings.toSorted());
  },
);

it('the reference describes nothing twice: an entry links what another describes', () => {
  const described = modules.flatMap(({ name, children = [] }) =>
    children.filter(({ kind }) => [CLASS, INTERFACE].includes(kind)).map((each) => ({ module: name, name: each.name })),
  );
  const sandbox = described.filter(({ name }) => ['Sandbox', 'Tool', 'SandboxOptions'].includes(name));
  expect(new Set(sandbox.map(({ module }) => module))).toEqual(new Set(['sandbox']));
  expect(readFileSync(path.join(REFERENCE, 'index.md'), 'utf8')).toContain('Re-exports [Sandbox](sandbox.md#sandbox)');
});

it('each function, each class, and each method of what an app has in hand has an example', () => {
  expect(modules.length).toBeGreaterThan(10);
  expect(modules.flatMap(withoutExample)).toEqual([]);
});

/** Paths of what should have an example and has none: `sandbox Sandbox.run`. */
function withoutExample({ name: module, children = [] }: Described): string[] {
  return children.flatMap((each) => {
    const methods =
      [CLASS, INTERFACE].includes(each.kind) && !CALLED_BY_OTHERS.includes(each.name) ? methodsOf(each) : [];
    const signatures = each.kind === FUNCTION ? (each.signatures ?? []) : [];
    const own = each.kind === CLASS ? [each] : signatures;
    return [...own, ...methods].filter(hasNoExample).map(({ name }) => `${module} ${each.name}: ${name}`);
  });
}

function methodsOf({ children = [] }: Described): Described[] {
  const own = children.filter(({ kind, inheritedFrom }) => kind === METHOD && inheritedFrom === undefined);
  return own.flatMap(({ signatures = [] }) => signatures);
}

const hasNoExample = ({ comment }: Described) => !comment?.blockTags?.some(({ tag }) => tag === '@example');

function filesIn(folder: string, extension: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith(extension)).toSorted();
}
