import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Display, type RunResult, Sandbox } from '../../../src/entries/index.ts';
import { readChart } from '../../../src/sandbox/charts/readChart.ts';
import { readPrograms } from '../../support/programs.ts';
import { needsWheels } from './needsWheels.ts';

const { origin: MIRROR, realPackages } = inject('mirror');
const FILES = import.meta.glob<string>('../../programs/[a-z]*.md', { query: '?raw', import: 'default', eager: true });
/** Milliseconds: to import all this for the first time takes long on a machine that does much else. */
const PATIENT = { timeout: 200_000 };
const TIMEOUT = 400_000;

describe.each(realPackages)('in Python $python, a program as a model writes it', (packages) => {
  const { folder, python, names } = packages;
  let sandbox: Sandbox;
  beforeAll(async () => {
    if (names.length > 0) sandbox = await Sandbox.create({ assets: `${MIRROR}/${folder}/`, packages: 'vendored' });
  });
  afterAll(() => sandbox?.close());

  describe.each(Object.entries(FILES))('of %s', (_, text) => {
    it.for(readPrograms(text))('gives what CPython gives: $title', { timeout: TIMEOUT }, async (program, context) => {
      const needed = program.packages.filter((name) => !inCore(name, python));
      needsWheels(context, needed, packages);
      expect(await sandbox.run(program.prepare, PATIENT)).toMatchObject({ status: 'ok', stdout: '' });
      const result = await sandbox.run(program.code, PATIENT);
      expect(result.stdout + result.stderr).toBe(program.output);
      expect(await describeShown(result)).toEqual(program.shown);
    });
  });
});

/** Pyodide 0.29 has some modules of the standard library as packages. */
function inCore(name: string, python: string): boolean {
  return name === 'sqlite3' && !python.startsWith('3.13');
}

async function describeShown({ results, files }: RunResult): Promise<string[]> {
  // A picture that was saved is shown and a file: it is named once.
  const shown = results.filter(({ source }) => source !== 'file').map(describeDisplay);
  return [...(await Promise.all(shown)), ...files.map(({ path }) => `file: ${path}`)];
}

/** Names a display by what it came from, and by the form that a page shows. */
async function describeDisplay({ source, data }: Display): Promise<string> {
  const png = data['image/png'];
  if (png === undefined) {
    const forms = Object.keys(data).filter((name) => !/^(text\/plain$|application\/vnd\.glovebox\.)/.test(name));
    return `${source}: ${forms.join(', ') || data['text/plain']}`;
  }
  const { width, height } = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const chart = readChart(data);
  return `${source}: ${width}x${height}${chart ? `, ${chart.type}` : ''}`;
}
