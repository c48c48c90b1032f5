import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import * as english from '../../../src/language/en/index.ts';
import { readScriptFile } from '../../support/geminiFake/script/scriptFile.ts';
import { runCommand } from '../../support/runCommand.ts';
import { commandsIn, problemWithCommand } from './commands.ts';
import { type Block, blocksIn, examplesIn, PAGES, REFERENCE, ROOT } from './pages.ts';

const BLOCKS = PAGES.flatMap(blocksIn);
const inLanguage = (...languages: string[]) => BLOCKS.filter(({ language }) => languages.includes(language));
const placeOf = ({ file, line }: Block) => `${file}:${line}`;

/** `html` is tried in a browser, by test/e2e/package/docs.test.ts; `text` is for what programs say, and `hint` for what exercises say. */
const LANGUAGES = ['ts', 'js', 'diff', 'json', 'python', 'sh', 'yaml', 'html', 'text', 'hint'];

/** A change is two programs: the one before it, and the one after it. Both keep their line numbers. */
function sidesOf(change: Block): Block[] {
  const side = (dropped: string) =>
    change.code.replaceAll(/^.*$/gm, (line) => (line.startsWith(dropped) ? '' : line.slice(1)));
  return [side('+'), side('-')].map((code) => ({ ...change, language: 'ts', code }));
}

it('every block says what it is written in, so that it can be tried', () => {
  expect(BLOCKS.filter(({ language }) => !LANGUAGES.includes(language)).map(placeOf)).toEqual([]);
});

describe('TypeScript and JavaScript', () => {
  const snippets = [...inLanguage('ts', 'js'), ...inLanguage('diff').flatMap(sidesOf)];
  const examples = REFERENCE.flatMap(examplesIn);
  const wrong = {
    file: 'docs/wrong.md',
    line: 11,
    language: 'ts',
    code: "import { Sandbox } from 'glovebox';\nawait Sandbox.create({ memory: 1 });\n",
  };
  const change = {
    file: 'docs/change.md',
    line: 5,
    language: 'diff',
    code: "-import { Sandbox } from 'glovebox/nothing';\n+import { Sandbox } from 'glovebox';\n Sandbox.forget(1);\n",
  };
  let errors: string[];
  beforeAll(async () => {
    errors = await typeErrorsOf([...snippets, ...examples, wrong, ...sidesOf(change)]);
  }, 300_000);

  it('fits the library as it is', () => {
    expect(snippets.length).toBeGreaterThan(20);
    expect(examples.length).toBeGreaterThan(100);
    expect(errors.filter((error) => ![wrong, change].some(({ file }) => error.startsWith(file)))).toEqual([]);
  });

  it('is refused if it does not, with its page and line', () => {
    const found = errors.filter((error) => error.startsWith(wrong.file));
    expect(found).toEqual([expect.stringMatching(/^docs\/wrong\.md:12: .*'memory'/)]);
  });

  it('is refused before and after a change', () => {
    const found = errors.filter((error) => error.startsWith(change.file));
    expect(found).toEqual([
      expect.stringMatching(/^docs\/change\.md:5: .*'glovebox\/nothing'/),
      expect.stringMatching(/^docs\/change\.md:7: .*'number'/),
    ]);
  });
});

describe('Python', () => {
  const snippets = inLanguage('python');
  /** Writes the error of each snippet that does not compile. */
  const compile = `
import ast, json, sys
for place, code in json.load(sys.stdin):
    try:
        compile(code, place, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        print(place, error)
`;
  const errorsOf = (blocks: Block[]) => {
    const input = JSON.stringify(blocks.map((block) => [placeOf(block), block.code]));
    return execFileSync('python3', ['-c', compile], { input, encoding: 'utf8' });
  };

  it('compiles', () => {
    expect(snippets.length).toBeGreaterThan(0);
    expect(errorsOf(snippets)).toBe('');
  });

  it('is refused if it does not, with its page and line', () => {
    expect(errorsOf([{ file: 'docs/wrong.md', line: 11, language: 'python', code: 'print(' }])).toMatch(
      /^docs\/wrong\.md:11 /,
    );
  });
});

describe('JSON', () => {
  const blocks = inLanguage('json').map((block) => [placeOf(block), block] as const);
  const isOfTexts = ({ file }: Block) => file === 'docs/widget.md';

  it.each(blocks.filter(([, block]) => isOfTexts(block)))('%s has texts that the interface has', (_, { code }) => {
    const texts: Record<string, Record<string, unknown>> = JSON.parse(code);
    for (const [area, words] of Object.entries(texts)) {
      const known = (english as Record<string, object>)[area] ?? {};
      for (const [key, text] of Object.entries(words)) {
        expect(namesIn(text), `${area}.${key}`).toEqual(namesIn(known[key as keyof typeof known]));
      }
    }
  });

  it.each(blocks.filter(([, block]) => !isOfTexts(block)))('%s is a script', async (_, { code }) => {
    const folder = scratchFolder('script');
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, 'script.json');
    writeFileSync(file, code);
    expect((await readScriptFile(file, { pace: 'instant' })).turns).not.toHaveLength(0);
  });
});

describe('commands', () => {
  it.each(inLanguage('sh', 'yaml').map((block) => [placeOf(block), block] as const))(
    '%s names what there is',
    { timeout: 120_000 },
    async (_, block) => {
      const problems = await Promise.all(commandsIn(block).map(problemWithCommand));
      expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
    },
  );

  it.each([
    ['npm run nonsense', 'there is no script "nonsense"'],
    ['npm run demo -- --nonsense', 'npm run demo has no --nonsense'],
    ['npx glovebox nonsense', 'glovebox has no command "nonsense"'],
    ['npx glovebox vendor numpy --nonsense', 'glovebox vendor has no --nonsense'],
    ['curl https://example.com', 'the tests know nothing of "curl"'],
  ])('%s would be found out', { timeout: 120_000 }, async (command, problem) => {
    expect(await problemWithCommand({ where: 'x.md:1', command })).toBe(`x.md:1: ${problem}`);
  });
});

/** The names in braces of a text or a plural; `undefined` if there is none. */
function namesIn(text: unknown): string[] | undefined {
  return text === undefined ? undefined : [...new Set(JSON.stringify(text).match(/\{\w+\}/g))].toSorted();
}

/** A new folder within reach of the project's packages. */
function scratchFolder(name: string): string {
  const folder = path.join(ROOT, 'test/output/docs', `${name}-${crypto.randomUUID()}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Checks each snippet as a module of its own. What a page has imported once it need not import again, but in the reference. */
async function typeErrorsOf(snippets: Block[]): Promise<string[]> {
  const folder = scratchFolder('snippets');
  const files = new Map<string, Block>();
  for (const [index, block] of snippets.entries()) {
    const name = `snippet${index}.${block.language}`;
    files.set(name, block);
    const isAlone = REFERENCE.includes(block.file);
    const before = snippets.filter(({ file, line }) => !isAlone && file === block.file && line < block.line);
    // On the first line, so that the others keep their numbers.
    writeFileSync(path.join(folder, name), `${importsFor(block, before)}${block.code}export {};\n`);
  }
  writeFileSync(path.join(folder, 'given.d.ts'), readFileSync(path.join(ROOT, 'test/unit/docs/given.d.ts')));
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(configOf()));
  const { stdout } = await runCommand('npx', ['tsc', '--pretty', 'false', '-p', folder], { cwd: ROOT });
  rmSync(folder, { recursive: true });
  return stdout
    .split('\n')
    .filter((line) => /\berror TS/.test(line))
    .map((line) => {
      const [, name = '', number] = /([\w.]+)\((\d+),\d+\)/.exec(line) ?? [];
      const block = files.get(name);
      return block ? `${block.file}:${block.line + Number(number) - 1}: ${line.replace(/^.*?: error /, '')}` : line;
    });
}

function configOf(): object {
  return {
    extends: '../../../../tsconfig.json',
    compilerOptions: {
      allowJs: true,
      checkJs: true,
      noUnusedLocals: false,
      noUnusedParameters: false,
      allowUnusedLabels: true,
      paths: {
        glovebox: ['../../../../src/entries/index.ts'],
        'glovebox/vite': ['../../../../src/vite/glovebox.ts'],
        'glovebox/*': ['../../../../src/entries/*.ts'],
      },
    },
    include: ['*', '../../../../src/vite/*.d.ts', '../../../../examples/proxy/*.js'],
  };
}

function importsFor({ code }: Block, before: Block[]): string {
  const known = new Map(before.flatMap((block) => importedNames(block.code)));
  const own = new Set(importedNames(code).map(([name]) => name));
  const needed = [...known].filter(([name]) => !own.has(name) && new RegExp(`\\b${name}\\b`).test(code));
  return needed.map(([name, from]) => `import { ${name} } from '${from}'; `).join('');
}

function importedNames(code: string): [name: string, from: string][] {
  const statements = code.matchAll(/^import (?:type )?\{([^}]*)\} from '([^']+)'/gm);
  return [...statements].flatMap(([, names = '', from = '']) =>
    names.split(',').map((name): [string, string] => [name.replace(/^\s*type\s/, '').trim(), from]),
  );
}
