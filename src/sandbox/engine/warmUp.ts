import { whenIdle } from '../../async/idle.ts';
import type { Interpreter, RunListener } from '../session/interpreter.ts';
import PROGRAM from './warmUp.py?raw';

/** How often the program runs. What a browser optimises meanwhile hardly grows after that. */
const RUNS = 3;
/** Milliseconds that one of them may take, on slow machines. */
const BUDGET = 500;

const SILENT: RunListener = {
  onOutput() {},
  onDisplay() {},
  onClearOutput() {},
  onRequest: async () => ({ error: 'Nobody answers.' }),
};

/**
 * Has the browser optimise the engine's WebAssembly before a user's first run needs it. Browsers begin with slow code, and optimise what runs
 * often; what they have optimised is shared by all workers of a frame. An interpreter that goes on from a snapshot has run nothing yet.
 *
 * @param interpreter is used for nothing else
 * @param isBusy whether code runs that somebody waits for: it would be slowed down, and has the engine optimised as well
 * @see https://v8.dev/docs/wasm-compilation-pipeline
 */
export async function warmUp(interpreter: Interpreter, isBusy: () => boolean): Promise<void> {
  for (let run = 1; run <= RUNS; run += 1) {
    await new Promise<void>(whenIdle);
    if (isBusy()) return;
    await interpreter.run(
      {
        run,
        code: PROGRAM,
        inputs: '{}',
        aside: false,
        timeout: BUDGET,
        outputLimit: 0,
        answersInput: false,
        pixelRatio: 1,
      },
      SILENT,
    );
  }
}
