import source from '../../../worker/javascript/main.ts?bundled';

/**
 * The global names that the worker's program uses. It gets them as its own variables, so that user code may declare its own, as in
 * `class Map` and `const URL`.
 */
const USED =
  'Array ArrayBuffer BigInt Blob Buffer DOMException Error FinalizationRegistry Function JSON Map Math MessageChannel Number Object ' +
  'Promise Proxy Reflect RegExp Request Response Set String Symbol SyntaxError TextDecoder TypeError URL Uint8Array WeakMap ' +
  'addEventListener atob btoa clearTimeout console decodeURI decodeURIComponent define encodeURI encodeURIComponent escape ' +
  'importScripts location parseFloat parseInt performance process setTimeout unescape';

/** The program of a worker that runs JavaScript. This module is loaded when it is first needed. */
export const PROGRAM = `(({${USED.replaceAll(' ', ',')}})=>{${source}\n})(globalThis)`;
