import { assemble, op } from '../wasmModule.ts';

/**
 * Minimum bytes of the browser's stack for one call of the probe. Chromium 156 has 500,000 in a worker, and 984,000 for WebAssembly that can
 * be suspended: room for 7,937 to 9,076 and for 15,102 to 17,259 such calls. Firefox ESR 153 has 1,040,000, and room for 16,216.
 */
const BYTES_PER_CALL = 56;
/** No browser is trusted with more. Some have 8 MB. */
const MAX_CALLS = 60_000;
/** Parameters of a probe with large calls, so that few of them measure the rest of the stack. */
const MANY = 64;

/** How large the stacks of a worker are, in bytes: at most 4 MB. */
export interface StackSizes {
  /** The worker's own. */
  own: number;
  /** The stack that Python runs on: a separate one if WebAssembly can be suspended (JSPI). */
  ofRuns: number;
}

type Probe = (...calls: number[]) => unknown;

/** Measures the stacks that Python runs on in this worker, by using them up. */
export async function measureStacks(): Promise<StackSizes> {
  const { promising } = WebAssembly as { promising?: (suspended: Probe) => Probe };
  const own = (await use(instantiate(SMALL), [MAX_CALLS])) * BYTES_PER_CALL;
  if (!promising) return { own, ofRuns: own };
  return { own, ofRuns: (await use(instantiate(SMALL), [MAX_CALLS], promising)) * BYTES_PER_CALL };
}

/** Counts the calls that fit on the rest of the worker's own stack. */
export class StackProbe {
  readonly #exports = instantiate(probeOf(MANY));
  readonly #arguments = Array<number>(MANY).fill(MAX_CALLS);

  count(): number {
    const count = this.#exports.global as WebAssembly.Global<'i32'>;
    count.value = 0;
    try {
      (this.#exports['0'] as Probe)(...this.#arguments);
    } catch {
      // As below.
    }
    return count.value;
  }
}

async function use(exports: WebAssembly.Exports, args: number[], promising = (probe: Probe) => probe): Promise<number> {
  try {
    await promising(exports['0'] as Probe)(...args);
  } catch {
    // A RangeError of Chromium and WebKit, an InternalError of Firefox: the stack is used up.
  }
  return (exports.global as WebAssembly.Global<'i32'>).value;
}

function instantiate(code: Uint8Array<ArrayBuffer>): WebAssembly.Exports {
  return new WebAssembly.Instance(new WebAssembly.Module(code)).exports;
}

/** A function that calls itself as often as its first argument says, and counts that. */
function probeOf(parameters: number): Uint8Array<ArrayBuffer> {
  const others = Array.from({ length: parameters - 1 }, (_, index) => op.localGet(index + 1)).flat();
  return assemble({
    types: [{ parameters, results: 0 }],
    importedFunctions: [],
    functions: [
      {
        type: 0,
        locals: 0,
        body: [
          ...[...op.globalGet(0), ...op.i32Const(1), ...op.i32Add, ...op.globalSet(0)],
          ...op.localGet(0),
          ...op.ifNotZero([...op.localGet(0), ...op.i32Const(1), ...op.i32Subtract, ...others, ...op.call(0)]),
          ...op.end,
        ],
      },
    ],
    importedGlobals: [],
  });
}

const SMALL = probeOf(1);
