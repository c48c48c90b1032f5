/** `npm run demo`: a question asked in a real browser, and each part of the answer on the terminal as it arrives. */
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright';
import { readCassette } from '../cassette/format.ts';
import type { AnswerEvent } from '../gemini/events.ts';
import { LAUNCH_ARGUMENTS } from './findBrowser.ts';
import { ensureBrowser } from './installBrowser.ts';
import { PartPrinter } from './partPrinter.ts';
import { servePage } from './servePage.ts';

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

const DEMOS = new URL('../../public/demos/', import.meta.url);
const SCREENSHOT = fileURLToPath(new URL('../../test/output/demo.png', import.meta.url));
/** Milliseconds that an answer may take, with all its turns. */
const ANSWER_TIME = 10 * 60_000;
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

/** What the caller got wrong, in one line. */
class UsageError extends Error {}

interface Live {
  question: string;
  apiKey: string;
  files: string[];
  model: string | undefined;
  baseUrl: string | undefined;
}

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
    return inPage(printer, [live.question], screenshot, '', (page) => askLive(page, live));
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

async function listedDemos(): Promise<{ name: string; title: string; description: string }[]> {
  return JSON.parse(await readFile(new URL('index.json', DEMOS), 'utf8')).demos;
}

async function listDemos(): Promise<string> {
  const demos = await listedDemos();
  const width = Math.max(...demos.map(({ name }) => name.length));
  return demos.map(({ name, title, description }) => `${name.padEnd(width)}  ${title}. ${description}\n`).join('');
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
  ask: (page: Page) => Promise<void> = async () => {},
): Promise<number> {
  const { executablePath } = ensureBrowser();
  const server = await servePage();
  const browser = await chromium.launch({ executablePath, args: LAUNCH_ARGUMENTS });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await listen(page, printer, [...questions]);
    await page.goto(server.url + query);
    await ask(page);
    await page.waitForSelector('html[data-answer="done"], html[data-answer="failed"]', { timeout: ANSWER_TIME });
    mkdirSync(path.dirname(screenshot), { recursive: true });
    await page.screenshot({ path: screenshot, fullPage: true });
    process.stderr.write(`Screenshot: ${path.relative('.', screenshot)}\n`);
    return await verdict(page, printer);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** The page tells what happens by an event on its document. */
async function listen(page: Page, printer: PartPrinter, questions: string[]): Promise<void> {
  await page.exposeFunction('printPart', (event: AnswerEvent) => {
    if (event.type === 'turn-start') printer.question(questions.shift() ?? '');
    printer.print(event);
  });
  await page.addInitScript(() => {
    const { printPart } = globalThis as unknown as { printPart: (event: unknown) => void };
    document.addEventListener('glove-answer', (event) => printPart((event as Event & { answer: unknown }).answer));
  });
}

async function verdict(page: Page, printer: PartPrinter): Promise<number> {
  if ((await page.getAttribute('html', 'data-answer')) === 'failed') {
    process.stderr.write(`${await page.getByRole('alert').first().textContent()}\n`);
    return 1;
  }
  if (printer.lastOutcome === undefined) process.stderr.write('The model ran no code.\n');
  return printer.lastOutcome === 'OUTCOME_OK' ? 0 : 1;
}

async function askLive(page: Page, { question, apiKey, files, model, baseUrl }: Live): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('API key').fill(apiKey);
  if (model !== undefined) await page.getByLabel('Model').fill(model);
  if (baseUrl !== undefined) await page.getByLabel('Address of a proxy').fill(baseUrl);
  await page.getByRole('button', { name: 'Save' }).click();
  if (files.length > 0) await page.getByLabel('Attach files').setInputFiles(files);
  await page.getByRole('textbox', { name: 'Your question' }).fill(question);
  await page.keyboard.press('Enter');
}
