import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { CodeEntry } from '../chat/transcript.ts';
import { ChangeController } from '../elements/changeController.ts';
import type { ActionEvent } from '../elements/events.ts';
import type { RunResult } from '../sandbox/result.ts';
import { readCode } from './cellCode.ts';
import type { CellEditor } from './cellEditor.ts';
import { cellStyles } from './cellStyles.ts';
import { GloveErrorEvent, GloveReadyEvent, GloveResultEvent, GloveRunEvent } from './events.ts';
import { NotAskedError } from './notAskedError.ts';
import type { SharedSandbox } from './sharedSandboxes.ts';
import { WidgetElement } from './widgetElement.ts';
import { widgetStyles } from './widgetStyles.ts';

type Contents = typeof import('./cellContents.ts');

/**
 * Code that the reader can run and change, with what it writes below it: for documentation, without a chat. The code is what is inside
 * the element, best in a `<pre>`, so that it can be read without JavaScript.
 *
 * @tag glove-cell
 * @slot - The code: text, a `<pre>`, or a `<script type="text/python">`.
 * @fires {GloveRunEvent} glove-run - The code is about to run.
 * @fires {GloveResultEvent} glove-result - It has ended, however it did.
 * @fires {GloveReadyEvent} glove-ready - Python is there.
 * @fires {GloveErrorEvent} glove-error - The engine failed.
 * @csspart cell - Everything.
 * @csspart editor - The code.
 * @csspart bar - Run, and how the last run went.
 * @csspart output - What the code writes and shows.
 * @cssprop --glove-paper - Behind the code.
 * @cssprop --glove-surface - Behind the output.
 * @cssprop --glove-line - Borders.
 * @cssprop --glove-ink - Text.
 * @cssprop --glove-accent - Buttons and focus.
 * @cssprop [--glove-max-height=32rem] - The height from which on the code scrolls.
 * @cssprop [--glove-radius=0.625rem] - Corners.
 * @cssprop --glove-mono - Fonts of code.
 */
export class GloveCell extends WidgetElement {
  static override readonly styles = [...widgetStyles, cellStyles];

  /**
   * The code: what the user has typed, else what the page has set, else what is inside the element. "Undo changes" and `reset()` go back
   * from what was typed.
   */
  @property({ attribute: false })
  get code(): string | undefined {
    return this.#typed ?? this.#original;
  }

  set code(code: string | undefined) {
    this.#given = code;
    this.#typed = undefined;
  }

  /** What the code is written in. */
  @property() language: 'python' | 'javascript' = 'python';
  /** Cells of one name share variables and files. Without a name a cell has its own. */
  @property() session: string | undefined;
  /** Whether the code runs as soon as the cell is seen. */
  @property({ type: Boolean }) autorun = false;
  /** Whether the reader cannot change the code. */
  @property({ type: Boolean }) readonly = false;

  @state() private contents: Contents | undefined;
  /** What came of the last run. */
  @state() private entry: CodeEntry | undefined;
  @state() private error: unknown;

  #sandbox: SharedSandbox | undefined;
  #loading: Promise<SharedSandbox> | undefined;
  #run: AbortController | undefined;
  /** What the page has set. */
  #given: string | undefined;
  /** What is inside the element. */
  #inside: string | undefined;
  #typed: string | undefined;
  #readyTold = false;
  /** Whether the user has started the run. */
  #isByHand = false;
  /** A parser connects the element before it has read what is inside, and a framework changes that at any time. */
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

  /** @param code what the user has typed; `undefined` for the code as the page has it */
  #type(code: string | undefined): void {
    this.#typed = code === this.#original ? undefined : code;
    this.requestUpdate();
  }

  /**
   * Runs the code.
   *
   * @returns what came of it; code that fails is a result, too; `undefined` if it was stopped
   * @throws NotAskedError where it runs already, or the cell is not in a page
   * @throws the error of an engine that cannot be loaded
   */
  async run(): Promise<RunResult | undefined> {
    if (this.#run) throw new NotAskedError('The cell runs already: stop() it first.');
    const run = new AbortController();
    this.#run = run;
    const { code = '' } = this;
    this.error = undefined;
    try {
      const shared = await this.#open();
      const result = await this.#runIn(shared, code, run.signal);
      this.dispatchEvent(new GloveResultEvent(result));
      return result;
    } catch (error) {
      this.#change((entry, { cutOff }) => cutOff(entry));
      if (run.signal.aborted) return undefined;
      this.error = error;
      this.dispatchEvent(new GloveErrorEvent(error));
      throw error;
    } finally {
      this.#run = undefined;
      this.#isByHand = false;
      this.requestUpdate();
    }
  }

  /** Stops the run. Variables are kept where Python looks up; see `Sandbox.run`. */
  stop(): void {
    this.#run?.abort(new DOMException('The reader stopped the run.', 'AbortError'));
  }

  /** Has the session begin afresh, for all of its cells; here, the code is again what it was. */
  reset(): void {
    this.stop();
    this.#sandbox?.reset();
    this.entry = undefined;
    this.error = undefined;
    this.#type(undefined);
  }

  protected override begin(life: AbortSignal): void {
    this.#loading = this.#load(life);
    this.#loading.then(
      () => {
        if (this.autorun && !this.#run) this.run().catch(() => {});
      },
      (error: unknown) => {
        if (life.aborted) return;
        this.error = error;
        this.dispatchEvent(new GloveErrorEvent(error));
      },
    );
  }

  async #load(life: AbortSignal): Promise<SharedSandbox> {
    const contents = await import('./cellContents.ts');
    life.throwIfAborted();
    contents.defineCellElements();
    this.contents = contents;
    const { sandbox, release } = contents.acquireSandbox(this.session, () => this.sandboxOptions());
    this.#sandbox = sandbox;
    this.#watch.watch(sandbox);
    sandbox.addEventListener('change', () => this.#tell(sandbox), { signal: life });
    life.addEventListener('abort', () => {
      this.stop();
      this.#watch.watch(undefined);
      this.#sandbox = undefined;
      this.#readyTold = false;
      release();
    });
    return sandbox;
  }

  #tell({ state: engine }: SharedSandbox): void {
    if (engine.state !== 'ready' || this.#readyTold) return;
    this.#readyTold = true;
    this.dispatchEvent(new GloveReadyEvent(engine.python));
  }

  #open(): Promise<SharedSandbox> {
    if (!this.isConnected) throw new NotAskedError('The cell is not in a page.');
    this.beginNow();
    if (!this.#loading) throw new NotAskedError('The cell is not in a page.');
    return this.#loading;
  }

  async #runIn(shared: SharedSandbox, code: string, signal: AbortSignal): Promise<RunResult> {
    const { contents } = this;
    if (!contents) throw new NotAskedError('The cell is not in a page.');
    const language = this.language === 'javascript' ? 'JAVASCRIPT' : 'PYTHON';
    this.entry = contents.startCode({ id: 0, language, code });
    this.dispatchEvent(new GloveRunEvent(code));
    const sandbox = await contents.abortable(shared.sandbox(), signal);
    const result = await sandbox.run(code, {
      language: this.language,
      signal,
      ...(this.timeout !== undefined && { timeout: this.timeout }),
      onOutput: (piece) => this.#change((entry, { addOutput }) => addOutput(entry, piece)),
      onDisplay: (display) => this.#change((entry, { addDisplay }) => addDisplay(entry, display)),
      onInput: (prompt) => contents.requestInput(prompt, (next: (entry: CodeEntry) => CodeEntry) => this.#change(next)),
    });
    this.#change((entry, { endOwnRun }) => endOwnRun(entry, result));
    return result;
  }

  #change(next: (entry: CodeEntry, contents: Contents) => CodeEntry): void {
    if (this.entry && this.contents) this.entry = next(this.entry, this.contents);
  }

  protected override get hasPictures(): boolean {
    return this.entry !== undefined && (this.contents?.showsPictures(this.entry) ?? false);
  }

  protected override render(): TemplateResult {
    return html`
      <div class="cell" part="cell" role="group" aria-label="${this.languageName} cell" @glove-action=${this.onAction}>
        ${this.contents ? this.renderCell() : html`<slot></slot>`}
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
      <div class="bar" part="bar">
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
    return html`<span class="label ${outcome}" role="status">${entry ? this.contents?.describeOutcome(entry) : this.languageName}</span>`;
  }

  private renderResult(): TemplateResult | typeof nothing {
    const { entry } = this;
    if (!entry) return nothing;
    const ended = entry.run.state === 'ended';
    const restart = entry.run.state === 'ended' ? entry.run.restart : undefined;
    const isQuiet = !ended && entry.output.length === 0 && !entry.displays && !entry.inputRequests;
    return html`
      <div class="output" part="output" ?hidden=${isQuiet}>
        ${restart ? html`<p class="restart">${this.contents?.describeRestart(restart)}</p>` : nothing}
        <glove-code-output .cell=${entry} ?ended=${ended} ?own=${this.#isByHand}></glove-code-output>
      </div>
    `;
  }

  private onInput({ currentTarget }: Event): void {
    this.#type((currentTarget as CellEditor).code);
    // Who types will run it.
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

  private undo(): void {
    this.#type(undefined);
  }

  /** The cell itself shows what goes wrong. */
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
