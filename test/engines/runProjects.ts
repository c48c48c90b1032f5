import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startVitest, type TestCase } from 'vitest/node';
import { ENGINES, type EngineName, MODES, type Mode, projectName, type Suite } from './engine.ts';
import { findEngine, HOW_TO_GET } from './findEngine.ts';
import { titleOf } from './titleOf.ts';

const CONFIG = fileURLToPath(new URL('vitest.config.ts', import.meta.url));

/** What came of a suite in one engine and one kind of page. */
export interface ProjectRun {
  engine: EngineName;
  mode: Mode;
  /** The browser's name and version. */
  title: string;
  tests: TestCase[];
  /** Whether whatever was to be run did, and passed. */
  passed: boolean;
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
  const project = projectName(suite, engine, mode);
  const vitest = await startVitest('test', files, { config: CONFIG, project: [project], watch: false });
  const modules = vitest.state.getTestModules();
  const provider = vitest.projects.find(({ browser }) => browser)?.browser?.provider;
  const run: ProjectRun = {
    engine,
    mode,
    title: (provider && titleOf(engine, provider)) ?? engine,
    tests: modules.flatMap((module) => [...module.children.allTests()]),
    passed:
      modules.length > 0 && modules.every((module) => module.ok()) && vitest.state.getUnhandledErrors().length === 0,
  };
  await vitest.close();
  return run;
}
