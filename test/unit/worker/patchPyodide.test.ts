import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { patchFactory } from '../../../worker/supervisor/patchPyodide.ts';

const FACTORY = fileURLToPath(import.meta.resolve('pyodide/pyodide.asm.mjs'));

it.each([
  ['places of libraries', 'Module.recordedMemoryBases.shift()'],
  ['getters of JavaScript', 'Reflect.get(arguments[0],arguments[1])'],
  ['setters of JavaScript', 'set(target,key,value){'],
  ['modules for functions', 'convertJsFunctionToWasm.modules'],
  ['bytes of libraries', '_free(data);'],
  ['turns of the event loop', '_Py_IncRef(t),await 0;'],
])('the text of this Pyodide is changed where it has to be: %s', async (_, changed) => {
  const bytes = await readFile(FACTORY);
  const { buffer } = new Uint8Array(bytes);
  expect(bytes.toString()).not.toContain(changed);
  expect(await new Blob(patchFactory(buffer)).text()).toContain(changed);
});
