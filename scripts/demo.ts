/** `npm run demo`: a question asked in a real browser, and each part of the answer on the terminal as it arrives. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readCassette } from '../src/cassette/format.ts';
import { UsageError } from '../src/cli/usageError.ts';
import { type LiveAccess, PageDriver } from './pageDriver.ts';
import { PartPrinter } from './partPrinter.ts';

const USAGE = `Usage: npm run demo                          the sum of the first 50 primes, offline
       npm run demo -- --list                  the demos there are
       npm run demo -- NAME                    one of them
       npm run demo -- --live "any question"   the real API, with GEMINI_API_KEY set
Options:
  --file FILE        with --live: a file to send along; may be given several times
  --model MODEL      with --live: the model to ask
  --base-url URL     with --live: a proxy to ask instead of Google
  --json             one JSON object per part on standard output, and nothing else
  --screenshot FILE  default test/output/demo.png
`;

const DEMOS = new URL('../public/demos/', import.meta.url);
const SCREENSHOT = fileURLToPath(new URL('../test/output/demo.png', import.meta.url));
const OPTIONS = {
  list: { type: 'boolean' },
  live: { type: 'string' },
  file: { type: 'string', multiple: true },
  model: { type: 'string' },
  'base-url': { type: 'string' },
  json: { type: 'boolean' },
  screenshot: { type: 'string' },
  help: { type: 'boolean' },
} as const;

interface Live extends LiveAccess {
  question: string;
  files: string[];
}

// Whoever reads no more, as `head` does, wants no more.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof UsageError) process.stderr.write(USAGE);
  return 1;
});

async function main(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args);
  if (values.help) process.stdout.write(USAGE);
  else if (values.list) process.stdout.write(await listDemos());
  if (values.help || values.list) return 0;

  const printer = new PartPrinter(values.json ? 'json' : 'text', (text) => process.stdout.write(text));
  const screenshot = values.screenshot ?? SCREENSHOT;
  if (values.live !== undefined) {
    const live = readLive(values.live, values);
    return inPage(printer, [live.question], screenshot, '', async (page) => {
      await page.access(live);
      await page.ask(live.question, live.files);
    });
  }
  if (values.file || values.model || values['base-url'])
    throw new UsageError('--file, --model and --base-url go with --live.');
  if (positionals.length > 1) throw new UsageError(`One demo at a time: ${positionals.join(', ')}.`);
  const { name, prompts } = await loadDemo(positionals[0] ?? 'primes');
  return inPage(printer, prompts, screenshot, `?demo=${name}`);
}

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

type Values = ReturnType<typeof readArguments>['values'];

function readLive(question: string, { file = [], model, 'base-url': baseUrl }: Values): Live {
  const apiKey = process.env.GEMINI_API_KEY ?? '';
  if (apiKey === '') throw new UsageError('--live asks the real API: set GEMINI_API_KEY to your key.');
  return { question, apiKey, files: file.map((name) => path.resolve(name)), model, baseUrl };
}

async function listedDemos(): Promise<{ name: string; title: string; description: string; packages?: string[] }[]> {
  return JSON.parse(await readFile(new URL('index.json', DEMOS), 'utf8')).demos;
}

async function listDemos(): Promise<string> {
  const demos = await listedDemos();
  const width = Math.max(...demos.map(({ name }) => name.length));
  const lines = demos.map(({ name, title, description, packages }) => {
    const needs = packages ? ` Needs npm run glovebox -- vendor ${packages.join(' ')}` : '';
    return `${name.padEnd(width)}  ${title}. ${description}${needs}\n`;
  });
  return lines.join('');
}

async function loadDemo(name: string) {
  const names = (await listedDemos()).map((demo) => demo.name);
  if (!names.includes(name)) throw new UsageError(`There is no demo "${name}". There are: ${names.join(', ')}.`);
  return readCassette(JSON.parse(await readFile(new URL(`${name}.json`, DEMOS), 'utf8')));
}

/** Opens the page in a browser, prints the answers that come, and tells whether the last run was a success. */
async function inPage(
  printer: PartPrinter,
  questions: string[],
  screenshot: string,
  query: string,
  ask: (page: PageDriver) => Promise<void> = async () => {},
): Promise<number> {
  return PageDriver.use({ printer, questions, query }, async (page) => {
    await ask(page);
    const { failure } = await page.answered();
    await page.screenshot(screenshot);
    process.stderr.write(`Screenshot: ${path.relative('.', screenshot)}\n`);
    return verdict(failure, printer);
  });
}

function verdict(failure: string | undefined, printer: PartPrinter): number {
  if (failure !== undefined) process.stderr.write(`${failure}\n`);
  else if (printer.lastOutcome === undefined) process.stderr.write('The model ran no code.\n');
  return failure === undefined && printer.lastOutcome === 'OUTCOME_OK' ? 0 : 1;
}
