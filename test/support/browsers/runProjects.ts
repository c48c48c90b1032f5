import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type BrowserProvider, startVitest, type TestCase } from 'vitest/node';
import { ENGINES, type EngineName, MODES, type Mode, projectName, type Suite } from './engine.ts';
import { findEngine, HOW_TO_GET } from './findEngine.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CONFIG = fileURLToPath(new URL('vitest.config.ts', import.meta.url));

/** What must work before anything else can. */
const START = 'test/browser/sandbox/start.test.ts';
/** In WebKit, code that never looks up goes on in its thread when its worker was ended: a browser of its own for each file ends it. */
const BROWSER_PER_FILE: readonly EngineName[] = ['webkit'];

/** What came of a suite in one engine and one kind of page. */
export interface ProjectRun {
  engine: EngineName;
  mode: Mode;
  /** The browser's name and version. */
  title: string;
  tests: TestCase[];
  /** Whether whatever was to be run did, and passed. */
  passed: boolean;
  /** Why nothing else was run: what this browser cannot do in such a page. */
  impossible?: string | undefined;
}

export interface Chosen {
  engines: EngineName[];
  modes: Mode[];
  /** Parts of the names of test files; all without any. */
  files: string[];
}

/**
 * Reads a command's arguments: `--engine NAME` and `--mode NAME`, each as often as wanted and all without it, and names of files.
 *
 * @throws Error where there is no such engine or mode
 */
export function readChosen(args: string[]): Chosen {
  const { values, positionals: files } = parseArgs({
    args,
    options: { engine: { type: 'string', multiple: true }, mode: { type: 'string', multiple: true } },
    allowPositionals: true,
  });
  return { engines: chosenFrom(ENGINES, values.engine), modes: chosenFrom(MODES, values.mode), files };
}

function chosenFrom<Name extends string>(all: readonly Name[], names: string[] | undefined): Name[] {
  const unknown = names?.find((name) => !all.some((each) => each === name));
  if (unknown !== undefined) throw new Error(`There is no ${unknown}: ${all.join(', ')}.`);
  return all.filter((name) => names?.includes(name) ?? true);
}

/** Runs a suite in one engine after the other, in each kind of page. Of an engine that is missing, it says how to get it. */
export async function runProjects(suite: Suite, { engines, modes, files }: Chosen): Promise<ProjectRun[]> {
  const runs: ProjectRun[] = [];
  for (const engine of engines) {
    if (!findEngine(engine)) console.error(`There is no ${engine} on this machine. To get it: ${HOW_TO_GET[engine]}`);
    else for (const mode of modes) runs.push(await runProject(suite, engine, mode, files));
  }
  return runs;
}

async function runProject(suite: Suite, engine: EngineName, mode: Mode, files: string[]): Promise<ProjectRun> {
  const start = await runFiles(projectName('browser', engine, mode), [START]);
  const impossible = start.tests.map((test) => test.meta().impossible).find((reason) => reason !== undefined);
  if (impossible !== undefined) return { ...start, engine, mode, title: start.title ?? engine, impossible };
  const project = projectName(suite, engine, mode);
  const batches = BROWSER_PER_FILE.includes(engine) ? filesOf(suite, files).map((file) => [file]) : [files];
  const runs = [];
  for (const batch of batches) runs.push(await runFiles(project, batch));
  return {
    engine,
    mode,
    title: start.title ?? engine,
    tests: runs.flatMap(({ tests }) => tests),
    passed: runs.length > 0 && runs.every(({ passed }) => passed),
  };
}

function filesOf(suite: Suite, chosen: string[]): string[] {
  const all = readdirSync(path.join(ROOT, 'test', suite), { recursive: true, encoding: 'utf8' });
  return all
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => path.join('test', suite, name))
    .filter((name) => chosen.length === 0 || chosen.some((part) => name.includes(part)));
}

async function runFiles(
  project: string,
  files: string[],
): Promise<{ title: string | undefined; tests: TestCase[]; passed: boolean }> {
  // It takes long: each test is told of as it ends.
  const options = { config: CONFIG, project: [project], watch: false, reporters: ['verbose'] };
  const vitest = await startVitest('test', files, options);
  const modules = vitest.state.getTestModules();
  const isWhole = modules.length > 0 && vitest.state.getUnhandledErrors().length === 0;
  const ran = {
    title: titleOf(vitest.projects.find(({ browser }) => browser)?.browser?.provider),
    tests: modules.flatMap((module) => [...module.children.allTests()]),
    passed: isWhole && modules.every((module) => module.ok()),
  };
  await vitest.close();
  return ran;
}

function titleOf(provider: BrowserProvider | undefined): string | undefined {
  return provider && 'title' in provider && typeof provider.title === 'string' ? provider.title : undefined;
}
