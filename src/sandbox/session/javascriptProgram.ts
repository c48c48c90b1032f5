import source from '../../../worker/javascript/main.ts?bundled';
import type { Frame } from '../frame/frame.ts';
import type { Interpreter } from './interpreter.ts';

/**
 * The global names that the worker's program uses. It gets them as its own variables, so that user code may declare its own, as in
 * `class Map` and `const URL`.
 */
const USED =
  'Array ArrayBuffer BigInt Blob Buffer DOMException Error FinalizationRegistry Function JSON Map Math MessageChannel Number Object ' +
  'Promise Proxy Reflect RegExp Response Set String Symbol SyntaxError TextDecoder TypeError URL Uint8Array WeakMap addEventListener ' +
  'clearTimeout console decodeURI decodeURIComponent define encodeURI encodeURIComponent escape importScripts location parseFloat ' +
  'parseInt performance process setTimeout unescape';

/** The whole program of a worker that runs JavaScript. */
export const PROGRAM = `(({${USED.replaceAll(' ', ',')}})=>{${source}\n})(globalThis)`;

/** Starts a worker for JavaScript in a frame. This module carries its program, and is loaded when it is first needed. */
export function startJavaScript(frame: Frame): Interpreter {
  return frame.startJavaScript(PROGRAM);
}
