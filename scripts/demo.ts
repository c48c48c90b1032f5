/** `npm run demo`: asks a question in a real browser and prints each part of the answer as it arrives. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCassette } from '../src/cassette/format.ts';
import { parseArguments, UsageError } from '../src/cli/commandLine.ts';
import { errorMessage } from '../src/errors.ts';
import { type LiveAccess, PageDriver } from './pageDriver.ts';
import { PartPrinter } from './partPrinter.ts';

const USAGE = `Usage: npm run demo                          the sum of the first 50 primes, offline
       npm run demo -- --list                  lists the demos
       npm run demo -- NAME                    plays a demo
       npm run demo -- --live "any question"   asks the real API; needs GEMINI_API_KEY
Options:
  --file FILE        with --live: a file to attach; can be repeated
  --model MODEL      with --live: the model
  --base-url URL     with --live: a proxy to use instead of Google's API
  --json             print one JSON object per part, and nothing else
  --screenshot FILE  default test/output/demo.png
  --help
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

// A reader such as `head` closes the pipe when it has enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${errorMessage(error)}\n`);
  if (error instanceof UsageError) process.stderr.write(USAGE);
  return 1;
});

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, OPTIONS);
  if (values.help) process.stdout.write(USAGE);
  else if (values.list) process.stdout.write(await listDemos());
  if (values.help || values.list) return 0;

  const printer = new PartPrinter(values.json ? 'json' : 'text', (text) => process.stdout.write(text));
  const screenshot = values.screenshot ?? SCREENSHOT;
  if (values.live !== undefined) {
    const live = readLive(values.live, values);
    return inPage(printer, [live.question], screenshot, '', async (page) => {
      await page.connect(live);
      await page.ask(live.question, live.files);
    });
  }
  if (values.file || values.model || values['base-url'])
    throw new UsageError('--file, --model and --base-url need --live.');
  if (positionals.length > 1)
    throw new UsageError(`Name one demo, not ${positionals.length}: ${positionals.join(', ')}.`);
  const { name, prompts } = await loadDemo(positionals[0] ?? 'primes');
  return inPage(printer, prompts, screenshot, `?demo=${name}`);
}

type Values = ReturnType<typeof parseArguments<typeof OPTIONS>>['values'];

function readLive(question: string, { file = [], model, 'base-url': baseUrl }: Values): Live {
  const apiKey = process.env.GEMINI_API_KEY ?? '';
  if (apiKey === '') throw new UsageError('--live asks the real API. Set GEMINI_API_KEY to your key.');
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
  if (!names.includes(name)) throw new UsageError(`There is no demo "${name}". Choose one of: ${names.join(', ')}.`);
  return readCassette(JSON.parse(await readFile(new URL(`${name}.json`, DEMOS), 'utf8')));
}

/** Opens the page in a browser and prints its answers. Gives the exit code: 0 if the last run succeeded. */
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
    return exitCode(failure, printer);
  });
}

function exitCode(failure: string | undefined, printer: PartPrinter): number {
  if (failure !== undefined) process.stderr.write(`${failure}\n`);
  else if (printer.lastOutcome === undefined) process.stderr.write('The model ran no code.\n');
  return failure === undefined && printer.lastOutcome === 'OUTCOME_OK' ? 0 : 1;
}
