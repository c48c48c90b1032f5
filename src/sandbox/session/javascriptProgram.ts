import source from '../../../worker/javascript/main.ts?bundled';
import type { Frame } from '../frame/frame.ts';
import type { Interpreter } from './interpreter.ts';

/**
 * The global names that the worker's program uses, and that it gets for itself: user code may declare them for itself, as in `class Map`
 * and `const URL`.
 */
const USED =
  'Array ArrayBuffer BigInt Blob Buffer DOMException Error FinalizationRegistry Function JSON Map Math MessageChannel Number Object ' +
  'Promise Proxy Reflect RegExp Response Set String Symbol SyntaxError TextDecoder TypeError URL Uint8Array WeakMap addEventListener ' +
  'clearTimeout console decodeURI decodeURIComponent define encodeURI encodeURIComponent escape importScripts location parseFloat ' +
  'parseInt performance process setTimeout unescape';

/** The whole program of a worker that runs JavaScript. */
export const PROGRAM = `(({${USED.replaceAll(' ', ',')}})=>{${source}\n})(globalThis)`;

/** Starts a worker for JavaScript in a frame. The program comes with this module, which is loaded when it is first needed. */
export function startJavaScript(frame: Frame): Interpreter {
  return frame.startJavaScript(PROGRAM);
}
