/** `npm run record`: a conversation with the real API, kept as a cassette. */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { CassetteFile } from '../src/cassette/format.ts';
import { type CassetteFacts, recordFetch } from '../src/cassette/record.ts';
import { UsageError } from '../src/cli/usageError.ts';
import { PageDriver } from './pageDriver.ts';
import { PartPrinter } from './partPrinter.ts';
import { startProxy } from './proxy.ts';

const GOOGLE = 'https://generativelanguage.googleapis.com';
const USAGE = `Usage: npm run record -- --prompt TEXT --out FILE [options]   with GEMINI_API_KEY set

Asks the real API, runs the model's Python in the page as a reader's browser does, and writes what was said to a cassette:
a JSON file that replayFetch() plays, and the page too (put it into public/demos, name it in demos/list.json, and run
npm run demos -- NAME). Keys, thought signatures and ids are not in it; the prompts, files and answers are: read it before you
publish it.

Options:
  --prompt TEXT       what the user says; several times for several turns
  --out FILE          the cassette, such as public/demos/NAME.json; one that is there is replaced
  --file FILE         a file to send along with the first prompt; may be given several times
  --model MODEL       the model to ask; default: the page's own
  --mode local|server where code runs: in the page, or on Google's server; default local
  --name NAME         what messages call the cassette; default: the name of FILE
  --title TEXT        default: the name
  --description TEXT  default: none
  --base-url URL      what to ask instead of ${GOOGLE}
  --help
`;

const OPTIONS = {
  prompt: { type: 'string', multiple: true },
  out: { type: 'string' },
  file: { type: 'string', multiple: true },
  model: { type: 'string' },
  mode: { type: 'string', default: 'local' },
  name: { type: 'string' },
  title: { type: 'string' },
  description: { type: 'string' },
  'base-url': { type: 'string', default: GOOGLE },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What is to be recorded. */
interface Plan {
  facts: CassetteFacts & { mode: 'local' | 'server' };
  out: string;
  files: string[];
  apiKey: string;
  model: string | undefined;
  baseUrl: string;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof UsageError) process.stderr.write(USAGE);
  return 1;
});

async function main(args: string[]): Promise<number> {
  const values = readArguments(args);
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const plan = await makePlan(values);
  // A folder that cannot be made is found out before anything is asked.
  await mkdir(path.dirname(plan.out), { recursive: true });
  return record(plan);
}

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function makePlan(values: ReturnType<typeof readArguments>): Promise<Plan> {
  const { prompt = [], out, file = [], model, mode, 'base-url': baseUrl } = values;
  // As the page takes them.
  const prompts = prompt.map((text) => text.replaceAll('\r\n', '\n').trim());
  if (prompts.length === 0 || prompts.includes('')) throw new UsageError('Say what to ask: --prompt TEXT.');
  if (out === undefined) throw new UsageError('Say where the cassette goes: --out FILE.');
  if (mode !== 'local' && mode !== 'server') throw new UsageError(`--mode is local or server, not "${mode}".`);
  if (!/^https?:/.test(baseUrl) || !URL.canParse(baseUrl))
    throw new UsageError(`--base-url "${baseUrl}" is no address.`);
  const apiKey = process.env.GEMINI_API_KEY ?? '';
  if (apiKey === '') throw new UsageError('This asks the real API: set GEMINI_API_KEY to your key.');
  const files = file.map((name) => path.resolve(name));
  for (const name of files) await refuseUnlessFile(name);
  const { name = path.basename(out, '.json'), title = name, description = '' } = values;
  return { facts: { name, title, description, prompts, mode }, out, files, apiKey, model, baseUrl };
}

async function refuseUnlessFile(name: string): Promise<void> {
  const found = await stat(name).catch(() => undefined);
  if (!found?.isFile()) throw new UsageError(`There is no file ${name}.`);
}

/** @returns the exit code: 1 where an answer failed, and then nothing is written */
async function record({ facts, out, files, apiKey, model, baseUrl }: Plan): Promise<number> {
  const recorder = recordFetch(fetch);
  await using proxy = await startProxy(baseUrl, recorder.fetch);
  const printer = new PartPrinter('text', (text) => process.stdout.write(text));
  const { mode, prompts } = facts;
  // Without the `await`, the proxy would be gone at once.
  return await PageDriver.use({ printer, questions: prompts, query: `?mode=${mode}` }, async (page) => {
    const sent = files.length > 0 ? { files: await readFiles(files, page) } : {};
    await page.access({ apiKey, model, baseUrl: proxy.origin });
    for (const [index, prompt] of prompts.entries()) {
      await page.ask(prompt, index === 0 ? files : []);
      const { failure } = await page.answered();
      if (failure === undefined) continue;
      process.stderr.write(`No answer to prompt ${index + 1} of ${prompts.length}, and no cassette. ${failure}\n`);
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
