import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { DEFAULT_FOLDER, fileIn, listEngineFolder } from '../vite/internal/engineFolder.ts';
import { pyodideFolder } from '../vite/internal/pyodideFolder.ts';
import { readFrame } from '../vite/internal/readFrame.ts';
import { parseArguments, type Terminal, UsageError } from './commandLine.ts';
import { copyFiles, describeCopy, prepareFolder } from './copyFiles.ts';
import { packageFolder } from './packageFolder.ts';

const CDN = 'https://cdn.jsdelivr.net/npm/';
/** Where the widget's files are in the package. */
const FOLDER = 'build/cdn';

export const WIDGET_USAGE = `Usage: glovebox widget DIR
       glovebox widget --tag

Copies the widget and the engine into DIR, for pages without a build step: <script type="module" src="DIR/widget.js">.
Files that are already there and up to date stay; run it again after each update.

With --tag, prints what a page needs to load this version of the widget from a CDN instead: the script tag, with its hash,
and the directives for a Content-Security-Policy.

Options:
  --tag        print the script tag for a CDN
  --cdn URL    a CDN for npm; default: ${CDN}
  -h, --help
`;

/**
 * Runs `glovebox widget`.
 *
 * @returns the exit code: 0
 * @throws UsageError if the command line is wrong
 * @throws Error if a file can't be read or written
 */
export async function widget(args: string[], terminal: Terminal): Promise<number> {
  const options = { tag: { type: 'boolean' }, cdn: { type: 'string', default: CDN } } as const;
  const { values, positionals } = parseArguments(args, options, WIDGET_USAGE);
  const [folder, ...others] = positionals;
  if (values.tag && folder === undefined) {
    terminal.out(await describeTag(values.cdn));
    return 0;
  }
  if (folder === undefined || others.length > 0 || values.tag)
    throw new UsageError(`Name one folder, or --tag alone.\n\n${WIDGET_USAGE}`);
  terminal.out(`${await copyWidget(path.resolve(folder))}\n`);
  return 0;
}

/** @returns what was copied */
async function copyWidget(folder: string): Promise<string> {
  await prepareFolder(folder);
  const engineFolder = path.join(folder, DEFAULT_FOLDER);
  const engine = await listEngineFolder({ target: engineFolder });
  const files = [
    ...(await listWidget()),
    ...engine.map(({ name, read }) => ({ name: `${DEFAULT_FOLDER}/${name}`, read })),
  ];
  return describeCopy(await copyFiles(files, folder), path.relative('.', folder) || '.');
}

async function listWidget() {
  const folder = path.join(packageFolder(), FOLDER);
  if (!existsSync(folder)) throw new Error(`There is no ${folder}: \`npm run build:package\` makes it.`);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      fileIn(folder, path.relative(folder, path.join(parentPath, name)).replaceAll('\\', '/')),
    );
}

async function describeTag(cdn: string): Promise<string> {
  if (!URL.canParse(cdn)) throw new UsageError(`--cdn takes an address, such as ${CDN}, not "${cdn}".`);
  const start = cdn.endsWith('/') ? cdn : `${cdn}/`;
  const own = `${start}glovebox@${await versionOf(packageFolder())}/${FOLDER}/`;
  const pyodide = await versionOf(pyodideFolder());
  const script = (await listWidget()).find(({ name }) => name === 'widget.js');
  const hash = createHash('sha384')
    .update((await script?.read()) ?? '')
    .digest('base64');
  const [frame = ''] = /'sha256-[^']+'/.exec(await readFrame()) ?? [];
  const downloads = [own, `${start}pyodide@${pyodide}/`, `https://cdn.jsdelivr.net/pyodide/v${pyodide}/full/`];
  return `<script
  type="module"
  crossorigin
  integrity="sha384-${hash}"
  src="${own}widget.js"
></script>

If the page has a Content-Security-Policy, it needs:

  script-src ${own} ${frame} 'wasm-unsafe-eval' blob:;
  worker-src blob:;
  connect-src ${downloads.join(' ')};
  img-src data:;
  media-src blob:
`;
}

async function versionOf(folder: string): Promise<string> {
  return JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')).version;
}
