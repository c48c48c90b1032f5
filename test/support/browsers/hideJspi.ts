import type { Plugin } from 'vite';
import { WORKER_ELEMENT } from '../../../src/protocol.ts';

/** Where the program begins, as it stands in the module that has the document. */
const PROGRAM = JSON.stringify(`<script id="${WORKER_ELEMENT}" type="text/plain">`).slice(1, -1);
const PRELUDE = 'delete WebAssembly.Suspending; delete WebAssembly.promising;';

/**
 * Has the worker run as in a browser that cannot suspend WebAssembly (JSPI), as Pyodide finds out. Chromium has no switch for that any
 * more, and the program of the worker is text in the sealed document, which is changed here on its way to the test.
 */
export function hideJspi(): Plugin {
  return {
    name: 'hide-jspi',
    transform: (code, id) =>
      id.endsWith('virtual:sealed-frame')
        ? { code: code.replace(PROGRAM, (start) => `${start}${PRELUDE}`), map: null }
        : null,
  };
}
