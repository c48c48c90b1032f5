/** `npm run record:demos`: makes the cassettes in `public/demos/` from the scripts in this folder, with the real output of Python. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { mimeTypeOf } from '../src/answer/request/fileTypes.ts';
import { type Cassette, type Exchange, readCassette } from '../src/cassette/format.ts';
import { type FakeGemini, startFakeGemini } from '../test/support/geminiFake/server.ts';
import { withPage } from '../test/support/openPage.ts';
import { engineWithPackages, type Mirror, startMirror } from '../test/support/packageServer/mirror.ts';
import { normalizeCassette } from './normalizeCassette.ts';
import { type DemoScript, readScript } from './readScript.ts';

const USAGE = `Usage: npm run record:demos [-- NAME...]

Plays the scripts demos/NAME.md, or only the named ones, against the fake of the Gemini API with real Python in a browser. Writes
public/demos/NAME.json and the list of demos, in the order of demos/list.json. Prints Python's output, so that you can adjust the words
of a script to it. Demos that need packages are recorded with the wheels in the folder that GLOVEBOX_WHEELS names, and the newest Pyodide that
they are for; those whose packages are not all there stay as they are. Cassettes without a script, which a real model recorded, stay too.
`;
const MODEL = 'gemini-3.8-flash';
const SCRIPTS = new URL('./', import.meta.url);
const CASSETTES = new URL('../public/demos/', import.meta.url);

interface Recorder {
  page: Page;
  gemini: FakeGemini;
  /** Where the engines are that have packages, if there are wheels. */
  mirror: Mirror;
}

interface ListedGroup {
  group: string;
  demos: string[];
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h' } },
});
if (values.help) process.stdout.write(USAGE);
else await main(positionals);

async function main(names: string[]): Promise<void> {
  const groups: ListedGroup[] = JSON.parse(await readFile(new URL('list.json', SCRIPTS), 'utf8'));
  const all = groups.flatMap(({ demos }) => demos);
  await using gemini = await startFakeGemini();
  const mirror = await startMirror();
  try {
    await withPage(async (page) => {
      for (const name of names.length > 0 ? names : all) await recordDemo(name, { page, gemini, mirror });
    });
  } finally {
    await mirror.close();
  }
  await writeList(groups);
}

async function recordDemo(name: string, recorder: Recorder): Promise<void> {
  const file = new URL(`${name}.md`, SCRIPTS);
  if (!existsSync(file)) return;
  const script = readScript(await readFile(file, 'utf8'));
  const assets = engineFor(script, recorder.mirror);
  if (assets === undefined) {
    process.stderr.write(`${name}: not recorded. Set GLOVEBOX_WHEELS to a folder with ${script.packages}.\n`);
    return;
  }
  const cassette = normalizeCassette(await play(await draftOf(name, script), script, recorder, assets));
  await writeJson(`${name}.json`, cassette);
  process.stdout.write(`── ${name}\n${cassette.exchanges.map(describeResults).join('')}`);
}

/** The address of an engine with the packages of a demo, if there is one. */
function engineFor({ packages }: DemoScript, mirror: Mirror): string | undefined {
  if (packages.length === 0) return '/pyodide/';
  const folder = engineWithPackages(mirror, packages);
  return folder && `${mirror.origin}/${folder}/`;
}

async function draftOf(name: string, { title, description, prompts, files, tools, packages, timeout }: DemoScript) {
  return readCassette({
    ...{ format: 'glovebox-cassette', version: 1, name, title, description, origin: 'written', model: MODEL, prompts },
    ...(files.length > 0 && { files: await Promise.all(files.map(readData)) }),
    ...(timeout !== undefined && { timeout }),
    ...(tools.length > 0 && { tools: await Promise.all(tools.map(readTool)) }),
    ...(packages.length > 0 && { packages }),
    exchanges: [],
  });
}

async function readData(name: string) {
  const data = await readFile(new URL(`files/${name}`, SCRIPTS), 'base64');
  return { name, mimeType: mimeTypeOf(name), data };
}

async function readTool(name: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(`files/${name}`, SCRIPTS), 'utf8'));
}

/** @throws Error if the fake refused a request, or the script was not played to its end */
async function play(
  draft: Cassette,
  { answers, api }: DemoScript,
  { page, gemini }: Recorder,
  assets: string,
): Promise<Cassette> {
  const turns = answers.map(({ text, code }) => ({
    parts: [
      ...inPieces(text).map((piece) => ({ text: piece })),
      ...(code === undefined ? [] : [{ functionCall: { name: 'run_python', args: { code } } }]),
    ],
  }));
  const { baseUrl, refusals, turnsLeft } = gemini.addScript({ model: MODEL, turns });
  const recorded = await page.evaluate(
    async ([draft, access, options]) => {
      const module = '/demos/recordInPage.ts';
      const { recordInPage } = await import(module);
      return recordInPage(draft, access, options);
    },
    [draft, { api, baseUrl }, { assets }] as const,
  );
  if (refusals().length > 0) throw new Error(`${draft.name}: ${refusals().join('\n')}`);
  if (turnsLeft() > 0) throw new Error(`${draft.name}: ${turnsLeft()} turns of the script were not asked for.`);
  return recorded;
}

/** Splits text as a model streams it, a few words at a time. */
function inPieces(text: string): string[] {
  return text.match(/(?:\S+\s*){1,6}/g) ?? [];
}

async function writeList(groups: ListedGroup[]): Promise<void> {
  const demos = await Promise.all(groups.flatMap(({ group, demos }) => demos.map((name) => describe(name, group))));
  await writeJson('index.json', { demos });
}

async function describe(name: string, group: string) {
  const json = JSON.parse(await readFile(new URL(`${name}.json`, CASSETTES), 'utf8'));
  const { title, description, packages } = readCassette(json);
  return { name, group, title, description, ...(packages && { packages }) };
}

async function writeJson(name: string, value: unknown): Promise<void> {
  await writeFile(new URL(name, CASSETTES), `${JSON.stringify(value, null, 1)}\n`);
}

/** Formats the results that the request brings. */
function describeResults({ request }: Exchange): string {
  if (request.interaction) return describeSteps(request.interaction.input);
  const responses = request.contents?.at(-1)?.parts?.flatMap(({ functionResponse }) => functionResponse ?? []) ?? [];
  return responses.map((response) => describeResult(response as FunctionResponse)).join('');
}

/** Formats the results after the model's last call. */
function describeSteps(input: unknown): string {
  const steps: { type?: string; result?: unknown; is_error?: boolean }[] = Array.isArray(input) ? input : [];
  const results = steps.slice(steps.findLastIndex(({ type }) => type !== 'function_result') + 1);
  return results
    .map(({ result, is_error: failed }) => `(${failed ? 'failed' : 'ok'})\n${JSON.stringify(result)}\n`)
    .join('');
}

interface FunctionResponse {
  response: { outcome: string; output?: string; error?: string };
  parts?: unknown[];
}

function describeResult({ response: { outcome, output, error }, parts = [] }: FunctionResponse): string {
  const pictures = parts.length > 0 ? `, pictures: ${parts.length}` : '';
  return `(${outcome}${pictures})\n${output ?? error}`;
}
