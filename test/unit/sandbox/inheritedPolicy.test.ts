import { expect, it } from 'vitest';
import { explainRefusal } from '../../../src/sandbox/frame/inheritedPolicy.ts';

it.each([
  [
    "CompileError: WebAssembly.compileStreaming(): Refused to compile or instantiate WebAssembly module because neither 'wasm-unsafe-eval' nor 'unsafe-eval' is an allowed source of script",
    "'wasm-unsafe-eval'",
  ],
  ['call to WebAssembly.compile() blocked by CSP', "'wasm-unsafe-eval'"],
  [
    "Refused to create a WebAssembly object because 'unsafe-eval' or 'wasm-unsafe-eval' is not an allowed source",
    "'wasm-unsafe-eval'",
  ],
  ['Failed to fetch dynamically imported module: blob:null/2d6f', 'blob:'],
  ['error loading dynamically imported module: blob:null/2d6f', 'blob:'],
])('says what the policy of the page lacks, in the words of each browser: %s', (reason, lacking) => {
  expect(explainRefusal(reason)).toContain(`script-src needs ${lacking}.`);
});

it('leaves other reasons as they are', () => {
  expect(explainRefusal('out of memory')).toBe('out of memory');
});
