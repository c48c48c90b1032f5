import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { LazySandbox } from '../../chat/python/lazySandbox.ts';
import type { CodeEntry } from '../../chat/transcript.ts';
import { ChangeController } from '../../elements/changeController.ts';
import type { ActionEvent } from '../../elements/events.ts';
import type { PythonRequestEvent } from '../../elements/pythonEvents.ts';
import type { RunResult } from '../../sandbox/result.ts';
import { GloveReadyEvent, GloveResultEvent, GloveRunEvent } from '../events.ts';
import { NotAskedError } from '../notAskedError.ts';
import { WidgetElement } from '../widgetElement.ts';
import { widgetStyles } from '../widgetStyles.ts';
import { readCode } from './cellCode.ts';
import type { CellEditor } from './cellEditor.ts';
import { cellStyles } from './cellStyles.ts';

/** The code that is loaded when the cell is first seen. */
type LazyCode = typeof import('./cellRun.ts');

/**
 * Code that the user can run and edit, with its output below: for documentation, without a chat. The code is the element's content, best in
 * a `<pre>`, so that it can be read without JavaScript.
 *
 * @tag glove-cell
 * @slot - The code: text, a `<pre>`, or a `<script type="text/python">`.
 * @fires {GloveRunEvent} glove-run - The code is about to run.
 * @fires {GloveResultEvent} glove-result - The run has ended, with or without an error.
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
export class GloveCell extends WidgetElement<LazySandbox> {
  static override readonly styles = [...widgetStyles, cellStyles];

  /**
   * The code: the user's edit, else the value that the page has set, else the element's content. "Undo changes" and `reset()` remove the
   * edit.
   */
  @property({ attribute: false })
  get code(): string | undefined {
    return this.#typed ?? this.#original;
  }

  set code(code: string | undefined) {
    this.#given = code;
    this.#typed = undefined;
  }

  /** The language of the code. */
  @property() language: 'python' | 'javascript' = 'python';
  /** Cells with the same name share variables and files. Without a name, a cell has its own. */
  @property() session: string | undefined;
  /** Whether the code runs as soon as the cell is visible. */
  @property({ type: Boolean }) autorun = false;
  /** Whether the user can only run the code. */
  @property({ type: Boolean }) readonly = false;

  @state() private lazy: LazyCode | undefined;
  @state() private entry: CodeEntry | undefined;

  #sandbox: LazySandbox | undefined;
  #run: AbortController | undefined;
  /** The code that the page has set. */
  #given: string | undefined;
  /** The element's content. */
  #inside: string | undefined;
  #typed: string | undefined;
  #isReadyDispatched = false;
  /** Whether the user has started the run. */
  #isByHand = false;
  /** The parser connects the element before its content is complete, and frameworks change the content at any time. */
  readonly #contentObserver = new MutationObserver(() => this.#readCode());
  readonly #watch = new ChangeController(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.#readCode();
    this.#contentObserver.observe(this, { childList: true, characterData: true, subtree: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#contentObserver.disconnect();
  }

  get #original(): string | undefined {
    return this.#given ?? this.#inside;
  }

  #readCode(): void {
    const inside = readCode(this);
    if (inside === this.#inside) return;
    this.#inside = inside;
    if (this.#given === undefined) this.#type(undefined);
  }

  /** @param code the user's edit; `undefined` removes it */
  #type(code: string | undefined): void {
    this.#typed = code === this.#original ? undefined : code;
    this.requestUpdate();
  }

  /**
   * Runs the code.
   *
   * @returns the result, also if the code failed; `undefined` if the run was stopped
   * @throws NotAskedError if the cell is running, or not in a page
   * @throws the error of an engine that cannot be loaded
   */
  async run(): Promise<RunResult | undefined> {
    if (this.#run) throw new NotAskedError('The cell is running. Call stop() first.');
    const run = new AbortController();
    this.#run = run;
    const { code = '' } = this;
    this.error = undefined;
    try {
      const result = await this.#runCode(code, run.signal);
      this.dispatchEvent(new GloveResultEvent(result));
      return result;
    } catch (error) {
      if (run.signal.aborted) return undefined;
      this.fail(error);
      throw error;
    } finally {
      this.#run = undefined;
      this.#isByHand = false;
      this.requestUpdate();
    }
  }

  /** Stops the run. Variables stay if Python reacts in time; see `Sandbox.run`. */
  stop(): void {
    this.#run?.abort(new DOMException('The user stopped the run.', 'AbortError'));
  }

  /** Resets Python for all cells of the session, and removes the user's edit in this cell. */
  reset(): void {
    this.stop();
    this.#sandbox?.reset();
    this.entry = undefined;
    this.error = undefined;
    this.#type(undefined);
  }

  protected override async load(life: AbortSignal): Promise<LazySandbox> {
    const lazy = await import('./cellRun.ts');
    life.throwIfAborted();
    lazy.defineCellElements();
    this.lazy = lazy;
    const { python: sandbox, release } = lazy.acquireSandbox(this.session, () => this.sandboxOptions());
    this.#sandbox = sandbox;
    this.#watch.watch(sandbox);
    sandbox.addEventListener('change', () => this.#dispatchReady(sandbox), { signal: life });
    life.addEventListener('abort', () => {
      this.stop();
      this.#watch.watch(undefined);
      this.#sandbox = undefined;
      this.#isReadyDispatched = false;
      release();
    });
    return sandbox;
  }

  protected override onLoaded(): void {
    if (this.autorun && !this.#run) this.run().catch(() => {});
  }

  #dispatchReady({ state: engine }: LazySandbox): void {
    if (engine.state !== 'ready' || this.#isReadyDispatched) return;
    this.#isReadyDispatched = true;
    this.dispatchEvent(new GloveReadyEvent(engine.python));
  }

  async #runCode(code: string, signal: AbortSignal): Promise<RunResult> {
    const python = this.isConnected && (await this.begin());
    const { lazy, timeout, tools } = this;
    if (!python || !lazy) throw new NotAskedError('The cell is not in a page.');
    const language = this.language === 'javascript' ? 'JAVASCRIPT' : 'PYTHON';
    this.dispatchEvent(new GloveRunEvent(code));
    this.entry = lazy.startCode({ id: 0, language, code });
    const change = (next: (entry: CodeEntry) => CodeEntry) => {
      // A reset stops the run and removes its output.
      if (this.entry) this.entry = next(this.entry);
    };
    return lazy.runCode({ code, language, sandbox: () => python.sandbox(), timeout, tools, signal, change });
  }

  protected override get hasPictures(): boolean {
    return this.entry !== undefined && (this.lazy?.showsPictures(this.entry) ?? false);
  }

  protected override render(): TemplateResult {
    return html`
      <div class="cell" part="cell" role="group" aria-label="${this.languageName} cell" @glove-action=${this.onAction} @glove-python=${this.onPython}>
        ${this.lazy ? this.renderCell() : html`<slot></slot>`}
      </div>
    `;
  }

  private get languageName(): string {
    return this.language === 'javascript' ? 'JavaScript' : 'Python';
  }

  private renderCell(): TemplateResult {
    return html`
      <glove-cell-editor
        part="editor"
        .code=${this.code ?? ''}
        .language=${this.language}
        ?readonly=${this.readonly}
        label="${this.languageName} code"
        @input=${this.onInput}
        @keydown=${this.onKey}
      ></glove-cell-editor>
      <div class="bar row" part="bar">
        ${
          this.#run
            ? html`<button @click=${this.stop}>Stop</button>`
            : html`<button class="primary" @click=${this.runQuietly}>Run</button>`
        }
        ${this.renderState()}
        ${this.#typed === undefined ? nothing : html`<button class="quiet" @click=${this.undo}>Undo changes</button>`}
      </div>
      ${this.renderResult()}
      ${this.error && this.refusals.length === 0 ? html`<glove-problem .error=${this.error}></glove-problem>` : nothing}
      <div role="status">${this.refusals.map((words) => html`<p class="refusal">${words}</p>`)}</div>
    `;
  }

  private renderState(): TemplateResult {
    const engine = this.#sandbox?.state ?? { state: 'idle' };
    if (engine.state === 'loading' || (engine.state === 'ready' && engine.packages)) {
      return html`<glove-engine-status .engine=${engine}></glove-engine-status>`;
    }
    const entry = this.entry;
    const outcome = entry?.run.state === 'ended' ? entry.run.outcome : '';
    return html`<span class="label ${outcome}" role="status">${entry ? this.lazy?.describeOutcome(entry) : this.languageName}</span>`;
  }

  private renderResult(): TemplateResult | typeof nothing {
    const { entry } = this;
    if (!entry) return nothing;
    const ended = entry.run.state === 'ended';
    const restart = entry.run.state === 'ended' ? entry.run.restart : undefined;
    const isQuiet = !ended && entry.output.length === 0 && !entry.displays && !entry.userRequests;
    return html`
      <div class="output" part="output" ?hidden=${isQuiet}>
        ${restart ? html`<p class="remark">${this.lazy?.describeRestart(restart)}</p>` : nothing}
        <glove-code-output .cell=${entry} ?ended=${ended} ?own=${this.#isByHand}></glove-code-output>
      </div>
    `;
  }

  private onInput({ currentTarget }: Event): void {
    this.#type((currentTarget as CellEditor).code);
    // A user who types is about to run the code.
    this.#sandbox?.preload();
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

  private async onPython(event: PythonRequestEvent): Promise<void> {
    event.stopPropagation();
    if (event.request.type !== 'tables') return;
    event.request.give((await this.#sandbox?.sandbox().catch(() => undefined))?.tables);
  }

  private undo(): void {
    this.#type(undefined);
  }

  /** Runs the code for the user: the cell shows what goes wrong. */
  private runQuietly(): void {
    if (this.#run) return;
    this.#isByHand = true;
    this.run().catch(() => {});
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'glove-cell': GloveCell;
  }
}
