import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LazySandbox } from '../../chat/python/lazySandbox.ts';
import type { RunResult } from '../../sandbox/result.ts';
import type { CellCode } from '../cell/cellCode.ts';
import { partsOf, readParts, SHOWN_HINT } from '../cell/cellContent.ts';
import { GloveCheckEvent } from '../events.ts';
import { type AnswerRecord, AnswerStore, NO_ANSWER } from './answerRecord.ts';
import { failedVerdict, runChecks, type Verdict } from './checks.ts';

/** A cell with an exercise. */
interface ExerciseHost extends ReactiveControllerHost, HTMLElement {
  readonly code: string | undefined;
  readonly persist: boolean;
  readonly timeout: number | undefined;
  readonly solutionAfter: number;
  run(): Promise<RunResult | undefined>;
}

interface ExerciseOptions {
  host: ExerciseHost;
  code: Pick<CellCode, 'typed' | 'type'>;
  python: LazySandbox;
  /** Aborts when the cell is removed. */
  life: AbortSignal;
  /** Shows why the checks could not run. */
  onError: (error: unknown) => void;
}

/** The exercise of a cell: what is checked, which hints and solution there are, and what the learner has done. */
export class Exercise implements ReactiveController {
  /** What the latest check of this visit said. */
  verdict: Verdict | undefined;
  isSolutionShown = false;
  readonly #options: ExerciseOptions;
  readonly #host: ExerciseHost;
  readonly #hints: readonly HTMLElement[];
  readonly #checks: readonly string[];
  readonly #store: AnswerStore | undefined;
  #answer: AnswerRecord;
  /** When the learner began in this visit, in ms. */
  #begun: number | undefined;
  #checking: AbortController | undefined;

  constructor(options: ExerciseOptions) {
    const { host, code, life } = options;
    this.#options = options;
    this.#host = host;
    this.#hints = [...partsOf(host, SHOWN_HINT), ...partsOf(host, 'hint')];
    this.#checks = readParts(host, 'check');
    this.#store = host.persist && host.id !== '' ? new AnswerStore(host.id) : undefined;
    this.#answer = this.#store?.read() ?? NO_ANSWER;
    this.#showHints();
    if (this.#answer.code !== undefined) code.type(this.#answer.code);
    host.addController(this);
    life.addEventListener('abort', () => {
      this.stop();
      host.removeController(this);
    });
  }

  hostUpdate(): void {
    if (this.#options.code.typed !== this.#answer.code) this.#keep({});
  }

  get hasChecks(): boolean {
    return this.#checks.length > 0;
  }

  get isChecking(): boolean {
    return this.#checking !== undefined;
  }

  get attempts(): number {
    return this.#answer.attempts;
  }

  /** Whether all checks have passed once. */
  get passed(): boolean {
    return this.#answer.passed;
  }

  get hints(): { shown: number; all: number } {
    return { shown: Math.min(this.#answer.hints, this.#hints.length), all: this.#hints.length };
  }

  /** The solution; `undefined` if there is none. */
  get solution(): string | undefined {
    return readParts(this.#host, 'solution')[0];
  }

  /** How many attempts it takes until the solution can be seen. */
  get attemptsLeft(): number {
    const { solutionAfter } = this.#host;
    return this.passed || Number.isNaN(solutionAfter) ? 0 : Math.max(0, solutionAfter - this.attempts);
  }

  /** Whether there is something to begin anew. */
  get isBegun(): boolean {
    return this.#answer !== NO_ANSWER || this.isSolutionShown;
  }

  /** The learner types or runs something. */
  begin(): void {
    this.#begun ??= performance.now();
  }

  /** Runs the program, then the checks, and tells the page. Does nothing if the run is stopped. */
  async check(): Promise<void> {
    if (this.isChecking) return;
    this.begin();
    const checking = new AbortController();
    this.#checking = checking;
    this.verdict = undefined;
    this.#host.requestUpdate();
    try {
      const { code = '' } = this.#host;
      const result = await this.#host.run();
      if (!result || checking.signal.aborted) return;
      this.#tell(result.ok ? await this.#runChecks(code, result, checking.signal) : failedVerdict());
    } catch (error) {
      if (!checking.signal.aborted) throw error;
    } finally {
      this.#checking = undefined;
      this.#host.requestUpdate();
    }
  }

  stop(): void {
    this.#checking?.abort(new DOMException('The user stopped the check.', 'AbortError'));
  }

  showHint(): void {
    this.#keep({ hints: this.hints.shown + 1 });
    this.#showHints();
    this.#host.requestUpdate();
  }

  toggleSolution(): void {
    this.isSolutionShown = !this.isSolutionShown;
    this.#host.requestUpdate();
  }

  /** Forgets everything that the learner has done. */
  startOver(): void {
    this.stop();
    this.#options.code.type(undefined);
    this.#answer = NO_ANSWER;
    this.#begun = undefined;
    this.#store?.remove();
    this.verdict = undefined;
    this.isSolutionShown = false;
    this.#showHints();
    this.#host.requestUpdate();
  }

  async #runChecks(code: string, { stdout, value }: RunResult, signal: AbortSignal): Promise<Verdict> {
    const { timeout } = this.#host;
    const options = { signal, ...(timeout !== undefined && { timeout }) };
    try {
      return await runChecks(await this.#options.python.sandbox(), this.#checks, { code, stdout, value }, options);
    } catch (error) {
      if (!signal.aborted) this.#options.onError(error);
      throw error;
    }
  }

  #tell(verdict: Verdict): void {
    this.verdict = verdict;
    this.#keep({ attempts: this.attempts + 1, passed: this.passed || verdict.passed });
    const { attempts, seconds } = this.#answer;
    this.#host.dispatchEvent(
      new GloveCheckEvent({ ...verdict, id: this.#host.id, attempts, seconds: Math.round(seconds) }),
    );
  }

  /** Changes the answer, and stores it with the code and the time. */
  #keep(change: Partial<AnswerRecord>): void {
    const { code: _, ...before } = this.#answer;
    const now = performance.now();
    const seconds = before.seconds + (now - (this.#begun ?? now)) / 1000;
    if (this.#begun !== undefined) this.#begun = now;
    const code = this.#options.code.typed;
    this.#answer = { ...before, seconds, ...(code !== undefined && { code }), ...change };
    this.#store?.write(this.#answer);
  }

  #showHints(): void {
    for (const [index, hint] of this.#hints.entries()) {
      const isShown = index < this.#answer.hints;
      hint.slot = isShown ? SHOWN_HINT : 'hint';
      if (isShown) hint.hidden = false;
    }
  }
}
