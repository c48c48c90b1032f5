import type { EmscriptenModule } from '../emscripten.ts';
import { StackProbe, type StackSizes } from './measureStack.ts';
import { padCalls, type RecursiveTypes } from './paddedCalls.ts';
import { sourceDepth } from './sourceDepth.ts';

/** Share of the browser's stack that Python may use. The rest is for code that takes more than the measured code. */
const SHARE = 0.85;
/**
 * Minimum bytes of the browser's stack for each byte of Python's. Calls through the interpreter's loop take up to 3.1 in Chromium 156 and up
 * to 3.2 in Firefox ESR 153, once the loop is optimized; before that, up to 8.
 */
const MIN_RATIO = 3.5;
/** Levels of calls that measure that. */
const LEVELS = 12;
/** Runs before each of which that is measured. Then it is before the 16th, the 32nd and so on: a measurement takes half a millisecond. */
const FIRST_RUNS = 8;
/** Minimum bytes of Python's stack: imports of modules, the deepest of its own work, need them. */
const MIN = 48_000;
/** Bytes of its stack that Python reserves for handling an overflow: three times `_PyOS_STACK_MARGIN_BYTES`. */
const RESERVE = 3 * 8192;
/** Bytes of the browser's stack that the compiler takes for each nested expression: 640 in Chromium 156, and some more. */
const BYTES_PER_EXPRESSION = 1_000;
/** Expressions that take as much of the browser's stack as one bracket: the parser calls a function for each kind of operator. */
const EXPRESSIONS_PER_BRACKET = 3;
/** Python's own limit: MAXLEVEL of its tokenizer. */
const MAX_BRACKETS = 200;
/** The folder of installed modules, which are not checked. */
const INSTALLED = '/lib/';
const TOO_DEEP = 'Stack overflow: the expression is too deep to be compiled in a browser';

/** Calls of the probe that the browser's stack has room for, and Python's stack pointer. */
interface Place {
  left: number;
  pointer: number;
}

/**
 * Makes Python raise a `RecursionError` before the browser's stack is used up, which would end the whole engine.
 *
 * Python 3.14 compares its stack pointer with the end of its stack. Here that is Emscripten's stack of 10 MB in Python's memory, which holds
 * only variables that have an address. Return addresses and the like are on the browser's stack, which may be far smaller.
 */
export class StackGuard {
  readonly #module: EmscriptenModule;
  readonly #sizes: StackSizes;
  readonly #paddedCalls: WebAssembly.Module;
  readonly #probe = new StackProbe();
  /** The addresses at which Python's own stack begins and ends. It grows downwards. */
  readonly #base: number;
  readonly #lowest: number;
  /** The address at which Python has to stop. */
  readonly #end: WebAssembly.Global<'i32'>;
  /** The place of {@link #audit} in the table of functions. */
  readonly #hook: number;
  #runs = 0;
  /** Bytes that Python may use of its stack. */
  #room = MIN;

  /** The guard of a module. */
  static of(module: EmscriptenModule): StackGuard {
    const guard = GUARDS.get(module);
    if (!guard) throw new Error('This module has no stack guard.');
    return guard;
  }

  /** To be called before Python starts. */
  constructor(module: EmscriptenModule, sizes: StackSizes, paddedCalls: WebAssembly.Module) {
    GUARDS.set(module, this);
    this.#module = module;
    this.#sizes = sizes;
    this.#paddedCalls = paddedCalls;
    this.#base = module._emscripten_stack_get_base();
    this.#lowest = module._emscripten_stack_get_end();
    this.#end = new WebAssembly.Global({ value: 'i32', mutable: true }, this.#lowest);
    this.#hook = module.addFunction((event, details) => this.#audit(event, details), 'iiii');
  }

  /**
   * To be called when Python has started.
   *
   * @param isNew whether the interpreter was not restored from a snapshot
   */
  start({ containers, parsers }: RecursiveTypes, isNew: boolean): void {
    const module = this.#module;
    // A restored interpreter has it in its memory.
    if (isNew) module._PySys_AddAuditHook(this.#hook, 0);
    const refuse = () => this.#raise(module._PyExc_RecursionError, 'Stack overflow in the browser');
    padCalls(module, this.#paddedCalls, { containers, parsers, end: this.#end, refuse });
  }

  /**
   * To be called before each run. Measures again: code takes less of the stack once the browser has optimized it, mostly in the first runs.
   *
   * @param goDown calls a function so many levels further down, through the interpreter's loop
   */
  adjust(goDown: (levels: number, then: () => void) => void): void {
    this.#runs += 1;
    const isPowerOfTwo = (this.#runs & (this.#runs - 1)) === 0;
    if (this.#runs <= FIRST_RUNS || isPowerOfTwo) this.#room = this.#measureRoom(goDown);
    // Always: a run that was interrupted may have left the stack wide.
    this.#limitAll(this.#room);
  }

  /** Gives the bytes that Python may use of its stack. */
  #measureRoom(goDown: (levels: number, then: () => void) => void): number {
    let bottom: Place | undefined;
    goDown(LEVELS, () => {
      bottom = this.#look();
    });
    // Afterwards: if the probe is optimized in between, the difference is too large rather than too small.
    const top = this.#look();
    bottom ??= top;
    const ofBrowser = (this.#sizes.own * (top.left - bottom.left)) / top.left;
    const ratio = Math.max(MIN_RATIO, ofBrowser / (top.pointer - bottom.pointer) || 0);
    return Math.max(MIN, Math.floor((this.#sizes.ofRuns * SHARE) / ratio));
  }

  #look(): Place {
    return { left: this.#probe.count(), pointer: this.#module.stackSave() };
  }

  #limitAll(bytes: number): void {
    const module = this.#module;
    this.#end.value = this.#base - bytes;
    // For thread states that are made from now on: Pyodide makes one when it suspends another.
    module._emscripten_stack_set_limits(this.#base, this.#end.value - RESERVE);
    const interpreter = module._PyInterpreterState_Get();
    let state = module._PyInterpreterState_ThreadHead(interpreter);
    for (; state; state = module._PyThreadState_Next(state)) this.#limit(state, this.#end.value - RESERVE);
  }

  /**
   * Lets Python use all of its own stack, or only its part again. The compiler takes little of the browser's stack in comparison, and is
   * limited by {@link BYTES_PER_EXPRESSION}.
   */
  widen(wide: boolean): void {
    this.#limit(this.#module._PyThreadState_Get(), wide ? this.#lowest : this.#end.value - RESERVE);
  }

  /** Before 3.14, Python counts calls of functions in C, and not what they need. */
  #limit(threadState: number, end: number): void {
    this.#module._PyUnstable_ThreadState_SetStackProtection?.(threadState, end, this.#base - end);
  }

  /**
   * Refuses texts that are nested too deep for the compiler: its parser checks Python's stack, but uses next to nothing of it.
   *
   * @see https://docs.python.org/3.14/c-api/sys.html#c.PySys_AddAuditHook
   * @returns whether it raised an exception: 0 or -1
   */
  #audit(event: number, details: number): number {
    const module = this.#module;
    if (module.UTF8ToString(event) !== 'compile') return 0;
    const [source, file] = [0, 1].map((index) => module._PyTuple_GetItem(details, index)) as [number, number];
    const text = this.#textOf(source);
    const most = this.#sizes.ofRuns / BYTES_PER_EXPRESSION;
    if (text.length < most || module.UTF8ToString(module._PyUnicode_AsUTF8(file)).startsWith(INSTALLED)) return 0;
    const { expressions, brackets } = sourceDepth(text);
    if (brackets > MAX_BRACKETS) return this.#raise(module._PyExc_SyntaxError, 'too many nested parentheses');
    if (expressions + brackets * EXPRESSIONS_PER_BRACKET <= most) return 0;
    return this.#raise(module._PyExc_RecursionError, TOO_DEEP);
  }

  /** Empty if the source is no text, or has characters that can't be encoded. */
  #textOf(source: number): string {
    const module = this.#module;
    const text = module._PyUnicode_AsUTF8(source) || module._PyBytes_AsString(source);
    module._PyErr_Clear();
    return module.UTF8ToString(text);
  }

  /** @param type the address of a pointer to the exception's type */
  #raise(type: number, message: string): -1 {
    const module = this.#module;
    const stack = module.stackSave();
    module._PyErr_SetString(module.HEAPU32[type >> 2] ?? 0, module.stringToUTF8OnStack(message));
    module.stackRestore(stack);
    return -1;
  }
}

const GUARDS = new WeakMap<EmscriptenModule, StackGuard>();
