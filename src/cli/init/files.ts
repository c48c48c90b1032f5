import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { packageFolder } from '../packageFolder.ts';
import type { Choice } from './choices.ts';

/** The packages of each provider, by the name of its template. */
const PACKAGES: Record<Choice['provider'], string[]> = {
  gemini: ['@google/genai'],
  openai: ['openai'],
  anthropic: ['@anthropic-ai/sdk'],
  'ai-sdk': ['ai', '@ai-sdk/google'],
  none: [],
};

const PROGRAM = 'print(sum(n for n in range(2, 230) if all(n % d for d in range(2, n))))';
const QUESTION = 'What is the sum of the first 50 prime numbers? Write code, and run it.';

/** The files of an application, by path. @param name of the application, for its package.json */
export async function filesOf(choice: Choice, name: string): Promise<Map<string, string>> {
  const values = valuesOf(choice, name);
  const files = new Map([
    ['package.json', `${JSON.stringify(await manifestOf(choice, name), null, 2)}\n`],
    ['.gitignore', ['node_modules', choice.bundler === 'vite' ? 'dist' : copiedBy(choice), ''].join('\n')],
    ['README.md', readmeOf(choice, name)],
  ]);
  for (const [place, template] of templatesOf(choice)) files.set(place, fill(await readTemplate(template), values));
  return files;
}

/** The path of each file and that of its template. */
function templatesOf({ template, bundler, provider }: Choice): [place: string, template: string][] {
  if (bundler === 'none') {
    if (template === 'widget') return [['index.html', 'widget/index.html']];
    return ['index.html', 'main.js'].map((file) => [file, `plain/${file}`]);
  }
  const built = ['vite.config.js', 'tsconfig.json'].map((file): [string, string] => [file, `vite/${file}`]);
  const own: [string, string][] = [
    ['index.html', `${template}/index.html`],
    ['src/main.ts', `${template}/main.ts`],
  ];
  if (template === 'widget') return [...built, ...own];
  const ask: [string, string][] = [
    ['src/ask.ts', `ask/${provider}.ts`],
    ['src/show.ts', 'ask/show.ts'],
  ];
  if (provider !== 'none') ask.push(['src/apiKey.ts', 'ask/apiKey.ts']);
  if (template === 'page') ask.push(['src/style.css', 'page/style.css']);
  return [...built, ...own, ...ask];
}

/** What takes the place of `{{name}}` in the templates. */
function valuesOf({ template, bundler, provider }: Choice, name: string): Record<string, string> {
  const asks = provider !== 'none';
  return {
    title: name,
    question: asks ? QUESTION : PROGRAM,
    label: asks ? 'Your question' : 'Your Python',
    button: asks ? 'Ask' : 'Run',
    asked: asks ? 'text' : 'code',
    script: bundler === 'vite' ? './src/main.ts' : './glovebox/widget.js',
    box: template === 'widget' ? boxOf(provider, bundler) : '',
  };
}

function boxOf(provider: Choice['provider'], bundler: Choice['bundler']): string {
  // The recorded conversation is in the folder that `glovebox widget` copies.
  const demo = bundler === 'none' ? ' demo="primes"' : '';
  if (provider === 'gemini') return `<glove-box model="gemini-3.8-flash"${demo}></glove-box>`;
  if (provider === 'openai')
    return '<!-- Any server with OpenAI’s API: this is Ollama on your own computer. -->\n    <glove-box provider="openai" base-url="http://localhost:11434/v1" model="qwen3:8b"></glove-box>';
  return '';
}

/** The versions are those that the library is tested with. */
async function manifestOf({ template, bundler, provider }: Choice, name: string): Promise<object> {
  const own = JSON.parse(await readFile(path.join(packageFolder(), 'package.json'), 'utf8'));
  const versionsOf = (names: readonly string[]) =>
    Object.fromEntries(names.map((each) => [each, own.devDependencies[each] ?? own.dependencies[each]]));
  const glovebox = { glovebox: `^${own.version}` };
  const common = { name: name.toLowerCase().replaceAll(/[^a-z\d-]+/g, '-'), private: true, type: 'module' };
  if (bundler === 'none') {
    const copy = template === 'widget' ? 'glovebox widget glovebox' : 'glovebox assets .';
    return { ...common, scripts: { prestart: copy, start: 'npx --yes serve .' }, dependencies: glovebox };
  }
  // The widget asks with Google's SDK, which it loads when it needs it.
  const packages = template === 'widget' ? PACKAGES.gemini : PACKAGES[provider];
  return {
    ...common,
    scripts: { start: 'vite', build: 'tsc && vite build', preview: 'vite preview' },
    dependencies: { ...glovebox, ...versionsOf(packages) },
    devDependencies: versionsOf(['typescript', 'vite']),
  };
}

function copiedBy({ template }: Choice): string {
  return template === 'widget' ? 'glovebox' : 'pyodide';
}

function readmeOf(choice: Choice, name: string): string {
  const publish =
    choice.bundler === 'vite'
      ? '`npm run build` writes the page to `dist/`: copy that folder to any static host.'
      : `Any static host can serve this folder, with \`${copiedBy(choice)}/\` in it${choice.template === 'widget' ? '' : ' and `node_modules/glovebox/`'}.`;
  return `# ${name}

\`\`\`sh
npm install
npm start
\`\`\`

Python runs in a sealed frame of the page, in the tab of whoever opens it. ${publish}
`;
}

function readTemplate(name: string): Promise<string> {
  return readFile(path.join(packageFolder(), 'templates', name), 'utf8');
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name) => values[name] ?? whole).replaceAll(/^ +\n/gm, '');
}
