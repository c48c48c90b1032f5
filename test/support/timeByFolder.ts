import path from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

/** Of fewer files, the seconds of each are told already. */
const MANY_FILES = 50;
/** Parts of a path that name a folder of the table, such as `test/e2e/page`. */
const DEPTH = 3;

interface Part {
  tests: number;
  milliseconds: number;
}

/** Prints where the time of a long run went: a table in Markdown, with a line for each folder in which a test ran. */
export class TimeByFolder implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    if (modules.length < MANY_FILES) return;
    const parts = new Map<string, Part>();
    for (const module of modules) {
      const folder = path.dirname(module.relativeModuleId).split('/').slice(0, DEPTH).join('/');
      const { tests, milliseconds } = parts.get(folder) ?? { tests: 0, milliseconds: 0 };
      parts.set(folder, {
        tests: tests + countRun(module),
        milliseconds: milliseconds + module.diagnostic().duration,
      });
    }
    process.stdout.write(`\n${table(parts)}\n`);
  }
}

/** Without those that were left out. */
function countRun(module: TestModule): number {
  return [...module.children.allTests()].filter((test) => test.result().state !== 'skipped').length;
}

function table(parts: ReadonlyMap<string, Part>): string {
  const slowestFirst = [...parts].toSorted(([, one], [, other]) => other.milliseconds - one.milliseconds);
  const lines = slowestFirst
    .filter(([, { tests }]) => tests > 0)
    .map(([folder, { tests, milliseconds }]) => `| \`${folder}\` | ${tests} | ${Math.round(milliseconds / 1000)} |`);
  return ['| Folder | Tests | Seconds, of tests side by side |', '| --- | --- | --- |', ...lines].join('\n');
}
