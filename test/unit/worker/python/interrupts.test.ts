import { afterEach, expect, it, vi } from 'vitest';
import type { EmscriptenModule } from '../../../../worker/python/emscripten.ts';
import { INTERRUPT, Interrupts } from '../../../../worker/python/interrupts.ts';

const time = vi.hoisted(() => ({ now: 0 }));
vi.mock('../../../../worker/common/clock.ts', () => ({ clock: () => time.now }));

afterEach(() => {
  time.now = 0;
});

/** Python, as far as it polls: CPython's `Py_CHECK_EMSCRIPTEN_SIGNALS_PERIODICALLY`. */
class Polling {
  readonly interrupts = new Interrupts(() => {});
  readonly #module = {
    HEAPU8: new Uint8Array(8),
    HEAPU32: new Uint32Array(8),
    _Py_EMSCRIPTEN_SIGNAL_HANDLING: 0,
    __Py_emscripten_signal_clock: 4,
  };
  readonly #poll: () => number;

  constructor() {
    const imports: WebAssembly.Imports = { env: {} };
    this.interrupts.connect(imports);
    this.#poll = imports.env?._Py_CheckEmscriptenSignals_Helper as () => number;
    this.interrupts.start(this.#module as unknown as EmscriptenModule);
    this.#module.HEAPU32[1] = 50;
  }

  /** Makes one check of Python's. @returns the signal, or 0 */
  check(milliseconds: number): number {
    time.now += milliseconds;
    this.#module.HEAPU32[1] = (this.#module.HEAPU32[1] ?? 0) - 1;
    if (this.#module.HEAPU32[1] !== 0) return 0;
    this.#module.HEAPU32[1] = 50;
    return this.#poll();
  }

  /** How many checks of `milliseconds` it takes until Python is interrupted. */
  checksUntilInterrupt(milliseconds: number): number {
    let checks = 1;
    while (this.check(milliseconds) !== INTERRUPT) checks += 1;
    return checks;
  }
}

it('a timeout is seen within 100 checks of Python if checks suddenly take long, wherever the fast ones ended', () => {
  for (let fast = 20_000; fast < 20_100; fast++) {
    const python = new Polling();
    python.interrupts.arm(1_000, false);
    for (let i = 0; i < fast; i++) python.check(0.0001);
    time.now += 1_000;
    expect(python.checksUntilInterrupt(10)).toBeLessThanOrEqual(100);
  }
});

it('a timeout is seen within some slow checks, however many fast ones of the harness were made at the tick before', () => {
  for (let harness = 0; harness < 600; harness++) {
    const python = new Polling();
    const end = time.now + 1_000;
    python.interrupts.arm(1_000, true);
    for (;;) {
      if (python.check(10) !== INTERRUPT) continue;
      if (python.interrupts.alarm === 'timeout') break;
      for (let i = 0; i < harness; i++) python.check(0.001);
    }
    expect(time.now - end).toBeLessThan(550);
  }
});

it('the clock is looked at for half of the polls of a loop', () => {
  const looks = vi.fn();
  const python = new Interrupts(looks);
  const imports: WebAssembly.Imports = { env: {} };
  python.connect(imports);
  const poll = imports.env?._Py_CheckEmscriptenSignals_Helper as () => number;
  for (let polls = 0; polls < 10_000; polls++) poll();
  expect(looks.mock.calls.length).toBeLessThan(5_200);
});
