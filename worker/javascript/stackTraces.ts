import type { Position, Program } from './program.ts';

/** A place in a stack: a script's address, a line and a column. */
const PLACE_IN_SCRIPT = /(blob:[^\s()@]+):(\d+):(\d+)/g;
/** A line of a stack, in the words of Chromium, or of Firefox and WebKit. */
const FRAME = /\n(?: +at [^\n]*|[^\s()]*@)(blob:[^\s()@]+):(\d+):(\d+)\)?/g;

/** Runs whose programs are remembered; the oldest are forgotten. */
const MAX_PROGRAMS = 1_000;

/** Rewrites stacks: places in the user's code get their lines, and our own frames are removed. */
export class StackTraces {
  readonly #own: string;
  readonly #programs = new Map<string, { run: number; program: Program }>();

  /** @param own the address of the script that runs the user's */
  constructor(own: string) {
    this.#own = own;
  }

  /** Notes a run's program by the address of its script, and forgets the oldest of too many. */
  add(address: string, run: number, program: Program): void {
    this.#programs.set(address, { run, program });
    const [oldest] = this.#programs.keys();
    if (this.#programs.size > MAX_PROGRAMS && oldest !== undefined) this.#programs.delete(oldest);
  }

  /** A text with a stack in it, or several. */
  clean(text: string): string {
    if (!text.includes('blob:')) return text;
    return text
      .replaceAll(FRAME, (frame, address: string, line: string, column: string) =>
        this.#isOwn(address, { line: Number(line), column: Number(column) }) ? '' : frame,
      )
      .replaceAll(PLACE_IN_SCRIPT, (place, address: string, line: string, column: string) => {
        const known = this.#programs.get(address);
        if (!known) return place;
        return formatPlace(known.run, known.program.originalOf({ line: Number(line), column: Number(column) }));
      });
  }

  #isOwn(address: string, position: Position): boolean {
    return address === this.#own || this.#programs.get(address)?.program.isBefore(position) === true;
  }
}

/** Where something is, as stacks show it. */
export function formatPlace(run: number, { line, column }: Position): string {
  return `<run ${run}>:${line}:${column}`;
}
