/** `npm run record`: records a conversation with the real API as a cassette. */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CassetteFile } from '../src/cassette/format.ts';
import { type CassetteFacts, recordFetch } from '../src/cassette/record.ts';
import { parseArguments, UsageError } from '../src/cli/commandLine.ts';
import { errorMessage } from '../src/errors.ts';
import { PageDriver } from './pageDriver.ts';
import { PartPrinter } from './partPrinter.ts';
import { startProxy } from './proxy.ts';

const GOOGLE = 'https://generativelanguage.googleapis.com';
const USAGE = `Usage: npm run record -- --prompt TEXT --out FILE [options]   with GEMINI_API_KEY set

Asks the real API, runs the model's Python in the page as in a user's browser, and writes the conversation to a cassette:
a JSON file for replayFetch() and for the page. To make it a demo, put it into public/demos, add its name to
demos/list.json, and run npm run record:demos -- NAME. The cassette has no keys, thought signatures or ids, but all prompts, files
and answers: read it before you publish it.

Options:
  --prompt TEXT       the user's question; repeat it for further turns
  --out FILE          the cassette, such as public/demos/NAME.json; replaces an existing file
  --file FILE         a file to attach to the first prompt; can be repeated
  --model MODEL       default: the page's own
  --api interactions|generateContent
                      default: the page's own, interactions
  --mode local|server where code runs, in the page or on Google's servers; default local
  --name NAME         the cassette's name in messages; default: that of FILE
  --title TEXT        default: the name
  --description TEXT  default: none
  --base-url URL      the API's address; default ${GOOGLE}
  -h, --help
`;

const OPTIONS = {
  prompt: { type: 'string', multiple: true },
  out: { type: 'string' },
  file: { type: 'string', multiple: true },
  model: { type: 'string' },
  api: { type: 'string', default: 'interactions' },
  mode: { type: 'string', default: 'local' },
  name: { type: 'string' },
  title: { type: 'string' },
  description: { type: 'string' },
  'base-url': { type: 'string', default: GOOGLE },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The command line, checked. */
interface Plan {
  facts: CassetteFacts & { mode: 'local' | 'server' };
  out: string;
  files: string[];
  apiKey: string;
  model: string | undefined;
  api: string;
  baseUrl: string;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${errorMessage(error)}\n`);
  if (error instanceof UsageError) process.stderr.write(USAGE);
  return 1;
});

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, OPTIONS);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument: ${positionals.join(' ')}.`);
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const plan = await makePlan(values);
  // Fails before the API is asked if the folder can't be made.
  await mkdir(path.dirname(plan.out), { recursive: true });
  return record(plan);
}

async function makePlan(values: ReturnType<typeof parseArguments<typeof OPTIONS>>['values']): Promise<Plan> {
  const { prompt = [], out, file = [], model, api, mode, 'base-url': baseUrl } = values;
  // As the page sends them.
  const prompts = prompt.map((text) => text.replaceAll('\r\n', '\n').trim());
  if (prompts.length === 0 || prompts.includes('')) throw new UsageError('Give a prompt: --prompt TEXT.');
  if (out === undefined) throw new UsageError('Name the cassette: --out FILE.');
  if (mode !== 'local' && mode !== 'server') throw new UsageError(`--mode takes local or server, not "${mode}".`);
  if (api !== 'interactions' && api !== 'generateContent')
    throw new UsageError(`--api takes interactions or generateContent, not "${api}".`);
  if (!/^https?:/.test(baseUrl) || !URL.canParse(baseUrl))
    throw new UsageError(`--base-url takes an http:// or https:// URL, not "${baseUrl}".`);
  const apiKey = process.env.GEMINI_API_KEY ?? '';
  if (apiKey === '') throw new UsageError('Set GEMINI_API_KEY to your key for the Gemini API.');
  const files = file.map((name) => path.resolve(name));
  for (const name of files) await refuseUnlessFile(name);
  const { name = path.basename(out, '.json'), title = name, description = '' } = values;
  return { facts: { name, title, description, prompts, mode }, out, files, apiKey, model, api, baseUrl };
}

async function refuseUnlessFile(name: string): Promise<void> {
  const found = await stat(name).catch(() => undefined);
  if (!found?.isFile()) throw new UsageError(`There is no file ${name}.`);
}

/** @returns the exit code: 1 if an answer failed; then no cassette is written */
async function record({ facts, out, files, apiKey, model, api, baseUrl }: Plan): Promise<number> {
  const recorder = recordFetch(fetch);
  await using proxy = await startProxy(baseUrl, recorder.fetch);
  const printer = new PartPrinter('text', (text) => process.stdout.write(text));
  const { mode, prompts } = facts;
  // Without `await`, the proxy would be disposed of at once.
  return await PageDriver.use({ printer, questions: prompts, query: `?mode=${mode}` }, async (page) => {
    const sent = files.length > 0 ? { files: await readFiles(files, page) } : {};
    await page.connect({ apiKey, model, api, baseUrl: proxy.origin });
    for (const [index, prompt] of prompts.entries()) {
      await page.ask(prompt, index === 0 ? files : []);
      const { failure } = await page.answered();
      if (failure === undefined) continue;
      process.stderr.write(
        `No answer to prompt ${index + 1} of ${prompts.length}, so no cassette was written. ${failure}\n`,
      );
      return 1;
    }
    const cassette = recorder.cassette({ ...facts, ...sent });
    await writeFile(out, `${JSON.stringify(cassette, null, 1)}\n`);
    process.stderr.write(`${out}: ${cassette.model}, requests: ${cassette.exchanges.length}\n`);
    return 0;
  });
}

async function readFiles(files: string[], page: PageDriver): Promise<CassetteFile[]> {
  const types = await page.typesOf(files);
  return Promise.all(
    files.map(async (file, index) => ({
      name: path.basename(file),
      mimeType: types[index] ?? '',
      data: await readFile(file, 'base64'),
    })),
  );
}
