/** The tests with a browser, in each engine that this machine has and in each kind of page. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import base from '../../../vite.config.ts';
import { TAGS } from '../tags.ts';
import { ENGINES, type Engine, MODES, type Mode, projectName, SUITES, type Suite } from './engine.ts';
import { findEngine } from './findEngine.ts';
import { ISOLATED, inBrowser, JUPYTER } from './inBrowser.ts';

const HEADERS: Record<Mode, Record<string, string>> = { plain: {}, isolated: ISOLATED };
const INCLUDE: Record<Suite, string> = { browser: 'test/browser/**/*.test.ts', security: 'test/security/*.test.ts' };
const STARTS: Record<Suite, string[]> = { browser: [JUPYTER], security: [] };

const found = ENGINES.map(findEngine).filter((engine) => engine !== undefined);

function projectOf(engine: Engine, suite: Suite, mode: Mode) {
  const name = projectName(suite, engine.name, mode);
  return inBrowser(engine, { name, include: [INCLUDE[suite]], starts: STARTS[suite], headers: HEADERS[mode] });
}

export default defineConfig({
  ...base,
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  test: {
    tags: TAGS,
    projects: SUITES.flatMap((suite) => found.flatMap((engine) => MODES.map((mode) => projectOf(engine, suite, mode)))),
  },
});
