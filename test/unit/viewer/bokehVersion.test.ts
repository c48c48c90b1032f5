import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(require.resolve(name), 'utf8'));

it('figures are drawn by the BokehJS of the Bokeh that Python has', () => {
  expect(read('@bokeh/bokehjs/package.json').version).toBe(read('pyodide/pyodide-lock.json').packages.bokeh.version);
});
