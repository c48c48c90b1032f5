import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { LazySandbox } from '../../chat/python/lazySandbox.ts';
import { ChangeController } from '../../elements/changeController.ts';
import type { ActionEvent } from '../../elements/events.ts';
import type { PythonRequestEvent } from '../../elements/pythonEvents.ts';
import { widgetCell } from '../../language/en/embedded/widgetCell.ts';
import { fill, split } from '../../language/fill.ts';
import type { RunResult } from '../../sandbox/result.ts';
import { GloveReadyEvent, GloveResultEvent, GloveRunEvent } from '../events.ts';
import type { Exercise } from '../exercise/exercise.ts';
import { NotAskedError } from '../notAskedError.ts';
import { absolute, wordsOf } from '../widgetElement.ts';
import { widgetStyles } from '../widgetStyles.ts';
import { CellAttributes } from './cellAttributes.ts';
import { CellCode } from './cellCode.ts';
import { hasExercise, readParts } from './cellContent.ts';
import type { CellEditor } from './cellEditor.ts';
import { renderOutput, renderState, renderUndo } from './cellOutput.ts';
import { CellRunner, type RunPlan } from './cellRunner.ts';
import type { CellSession } from './cellSession.ts';
import { cellStyles } from './cellStyles.ts';

const KEYS = { escape: html`<kbd>Esc</kbd>`, tab: html`<kbd>Tab</kbd>` };

/** The code that is loaded when the cell is first seen. */
type LazyCode = typeof import('./cellRun.ts');
type ExerciseCode = typeof import('../exercise/lazyExercise.ts');

/**
 * Code that the user can run and edit, with its output below: for documentation, without a chat. The code is the element's content, best in
 * a `<pre>`, so that it can be read without JavaScript.
 *
 * @tag glove-cell
 * @slot - The code: text, a `<pre>`, or a `<script type="text/python">`.
 * @slot setup - Code that runs before each run of the cell, without output.
 * @slot check - Assertions that run after the code when the user asks for it. Their messages are shown.
 * @slot hint - A hint. Hints are shown one after the other.
 * @slot solution - Code that the user can see, after as many checks as `solution-after` says.
 * @fires {GloveRunEvent} glove-run - The code is about to run.
 * @fires {GloveResultEvent} glove-result - The run has ended, with or without an error.
 * @fires {GloveCheckEvent} glove-check - The checks of an exercise have run.
 * @fires {GloveDraftEvent} glove-draft - The user wants to ask about a column of a table. Offered only if the page calls `preventDefault()`.
 * @fires {GloveReadyEvent} glove-ready - Python is ready.
 * @fires {GloveErrorEvent} glove-error - The engine failed.
 * @csspart cell - The whole element.
 * @csspart editor - The code.
 * @csspart bar - The Run button, and the result of the last run.
 * @csspart output - The output of the code.
 * @cssprop --glove-paper - Background of the code.
 * @cssprop --glove-surface - Background of the output.
 * @cssprop --glove-line - Borders.
 * @cssprop --glove-ink - Text.
 * @cssprop --glove-accent - Buttons and focus.
 * @cssprop [--glove-max-height=32rem] - The height at which the code starts to scroll.
 * @cssprop [--glove-radius=0.625rem] - Radius of corners.
 * @cssprop --glove-mono - Code font.
 */
export class GloveCell extends CellAttributes {
  static override readonly styles = [...widgetStyles, cellStyles];

  /**
   * The code: the user's edit, else the value that the page has set, else that of the file `src`, else the element's content. "Undo changes"
   * and `reset()` remove the edit.
   */
  @property({ attribute: false })
  get code(): string | undefined {
    return this.#code.current;
  }

  set code(code: string | undefined) {
    this.#code.give(code);
  }

  @state() private lazy: LazyCode | undefined;
  @state() private isRunningAll = false;

  readonly #code = new CellCode(this);
  readonly #runner = new CellRunner({
    plan: () => this.#plan(),
    onRun: (code) => this.dispatchEvent(new GloveRunEvent(code)),
    onResult: (result) => this.dispatchEvent(new GloveResultEvent(result)),
    onError: (error) => this.fail(error),
    onChange: () => this.requestUpdate(),
  });
  #session: CellSession | undefined;
  #exercise: { state: Exercise; view: ExerciseCode } | undefined;
  #isReadyDispatched = false;
  /** Whether the user has started the run. */
  #isByHand = false;
  readonly #watch = new ChangeController(this);

  /**
   * Runs the code, after that of the cells that it depends on.
   *
   * @returns the result, also if the code failed, or code that has to run before it; `undefined` if the run was stopped
   * @throws NotAskedError if the cell is running, or not in a page
   * @throws the error of an engine or a file that cannot be loaded
   */
  async run(): Promise<RunResult | undefined> {
    this.error = undefined;
    return this.#runner.run();
  }

  /**
   * Runs all cells of the session, in the order of the page, until one fails.
   *
   * @throws NotAskedError if they are running
   * @throws the errors of {@link run}
   */
  async runAll(): Promise<void> {
    if (this.isRunningAll) throw new NotAskedError('The cells are running. Call stop() first.');
    this.isRunningAll = true;
    try {
      await this.begin();
      for (const cell of this.lazy?.cellsOfSession(this, this.#cells()) ?? []) {
        const result = await cell.run();
        if (!result?.ok) return;
      }
    } finally {
      this.isRunningAll = false;
    }
  }

  /**
   * Runs the code, then the checks of the exercise, and dispatches `glove-check`. Does nothing without checks.
   *
   * @throws the errors of {@link run}
   */
  async check(): Promise<void> {
    await this.begin();
    if (this.#exercise?.state.hasChecks) await this.#exercise.state.check();
  }

  /** Stops the run. Variables stay if Python reacts in time; see `Sandbox.run`. */
  stop(): void {
    this.#exercise?.state.stop();
    this.#runner.stop();
  }

  /** Resets Python for all cells of the session, and removes the user's edit in this cell. */
  reset(): void {
    this.#runner.clear();
    this.#session?.reset();
    this.error = undefined;
    this.#code.type(undefined);
  }

  async #plan(): Promise<RunPlan> {
    const session = this.isConnected && (await this.begin());
    const { lazy, timeout, tools } = this;
    if (!session || !lazy) throw new NotAskedError('The cell is not in a page.');
    return {
      lazy,
      code: await this.#loadedCode(lazy),
      language: this.language === 'javascript' ? 'JAVASCRIPT' : 'PYTHON',
      session,
      dependencies: lazy.dependenciesOf(this, this.#cells()).map((cell) => ({
        id: cell.id,
        run: () => cell.#runner.runOnce(cell.code),
        stop: () => cell.stop(),
      })),
      files: wordsOf(this.files).map((address) => new URL(address, document.baseURI)),
      setup: readParts(this, 'setup'),
      timeout,
      tools,
    };
  }

  async #loadedCode({ fetchCode }: LazyCode): Promise<string> {
    await this.#code.fetch(this.src, fetchCode);
    return this.code ?? '';
  }

  /** All cells of the page or the shadow tree. */
  #cells(): GloveCell[] {
    return [...(this.getRootNode() as ParentNode).querySelectorAll('glove-cell')];
  }

  protected override async load(life: AbortSignal): Promise<CellSession> {
    const [lazy, exercise] = await Promise.all([
      import('./cellRun.ts'),
      this.persist || hasExercise(this) ? import('../exercise/lazyExercise.ts') : undefined,
    ]);
    life.throwIfAborted();
    lazy.defineCellElements();
    lazy.reportMistakes(this);
    exercise?.addExerciseStyles(this);
    this.lazy = lazy;
    const { session, release } = lazy.acquireSession(this, this.#cells(), () => this.sandboxOptions());
    const { python } = session;
    this.#session = session;
    this.#exercise = exercise && {
      view: exercise,
      state: new exercise.Exercise({
        host: this,
        code: this.#code,
        python,
        life,
        onError: (error) => this.fail(error),
      }),
    };
    this.#watch.watch(python);
    python.addEventListener('change', () => this.#dispatchReady(python), { signal: life });
    life.addEventListener('abort', () => {
      this.stop();
      this.#watch.watch(undefined);
      this.#session = undefined;
      this.#isReadyDispatched = false;
      release();
    });
    return session;
  }

  protected override onLoaded(): void {
    if (this.autorun && !this.#runner.isRunning) this.run().catch(() => {});
    else if (this.lazy) this.#code.fetch(this.src, this.lazy.fetchCode).catch((error: unknown) => this.fail(error));
  }

  #dispatchReady({ state: engine }: LazySandbox): void {
    if (engine.state !== 'ready' || this.#isReadyDispatched) return;
    this.#isReadyDispatched = true;
    this.dispatchEvent(new GloveReadyEvent(engine.python));
  }

  protected override addresses(): string[] {
    return [...super.addresses(), ...[this.src ?? [], wordsOf(this.files)].flat().map(absolute)];
  }

  protected override get hasPictures(): boolean {
    return this.#runner.entry !== undefined && (this.lazy?.showsPictures(this.#runner.entry) ?? false);
  }

  protected override render(): TemplateResult {
    return html`
      <div class="cell" part="cell" role="group" aria-label=${fill(widgetCell.cell, { language: this.languageName })} @glove-action=${this.onAction} @glove-python=${this.onPython}>
        ${this.lazy ? this.renderCell(this.lazy) : html`<slot></slot>`}
      </div>
    `;
  }

  private get languageName(): string {
    return this.language === 'javascript' ? 'JavaScript' : 'Python';
  }

  private renderCell(lazy: LazyCode): TemplateResult {
    const { entry } = this.#runner;
    const { state, view } = this.#exercise ?? {};
    const isBusy = this.#runner.isRunning || state?.isChecking === true;
    const shown = { entry, lazy, engine: this.#session?.python.state, isOwn: this.#isByHand };
    return html`
      <glove-cell-editor
        part="editor"
        .code=${this.code ?? ''}
        .language=${this.language}
        ?readonly=${this.readonly}
        label=${fill(widgetCell.code, { language: this.languageName })}
        @input=${this.onInput}
        @keydown=${this.onKey}
      ></glove-cell-editor>
      <div class="bar row" part="bar">
        ${
          isBusy
            ? html`<button @click=${this.stop}>${widgetCell.stop}</button>`
            : html`<button class="primary" @click=${this.runQuietly}>${widgetCell.run}</button>`
        }
        ${state && view?.renderCheck(state, () => this.check().catch(() => {}), isBusy)}
        ${this.offersRunAll ? html`<button ?disabled=${this.isRunningAll} @click=${() => this.runAll().catch(() => {})}>${widgetCell.runAll}</button>` : nothing}
        ${renderState(shown, this.languageName)}
        ${lazy.renderOpenIn<GloveCell>(this, {
          cells: () => this.#cells(),
          codeOf: (cell) => cell.#loadedCode(lazy),
          onError: (error) => this.fail(error),
        })}
        ${state ? view?.renderHelp(state) : renderUndo(this.#code)}
        ${this.readonly ? nothing : html`<p class="keys small" aria-hidden="true">${split(widgetCell.leave, KEYS)}</p>`}
      </div>
      ${renderOutput(shown)}
      ${state && view?.renderExercise(state, this.language)}
      ${this.error && this.refusals.length === 0 ? html`<glove-problem .error=${this.error}></glove-problem>` : nothing}
      <div role="status">${this.refusals.map((words) => html`<p class="refusal">${words}</p>`)}</div>
    `;
  }

  private onInput({ currentTarget }: Event): void {
    this.#exercise?.state.begin();
    this.#code.type((currentTarget as CellEditor).code);
    // A user who types is about to run the code.
    this.#session?.python.preload();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.shiftKey || event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.runQuietly();
  }

  private onAction(event: ActionEvent): void {
    event.stopPropagation();
    if (event.action === 'retry' || event.action === 'load-engine') this.runQuietly();
  }

  private onPython(event: PythonRequestEvent): void {
    event.stopPropagation();
    this.#session?.answer(event.request);
  }

  /** Runs the code for the user: the cell shows what goes wrong. */
  private runQuietly(): void {
    if (this.#runner.isRunning) return;
    this.#isByHand = true;
    this.#exercise?.state.begin();
    const end = () => {
      this.#isByHand = false;
    };
    this.run().then(end, end);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'glove-cell': GloveCell;
  }
}
