import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { CodeLanguage } from '../../answer/codec/languages.ts';
import type { EngineState } from '../../chat/python/lazySandbox.ts';
import type { UserRun } from '../../chat/python/userRuns.ts';
import type { CodeEntry } from '../../chat/transcript.ts';
import { cell } from '../../language/en/cell.ts';
import { fill, split } from '../../language/fill.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';
import { LazyModule } from '../lazyModule.ts';
import { requestNotebook } from '../notebook/notebookEvent.ts';
import { requestIntrospection, requestPython } from '../pythonEvents.ts';
import { sharedStyles } from '../styles/shared.ts';
import { UserClipboard } from '../userClipboard.ts';
import { codeCellStyles } from './codeCellStyles.ts';
import { codeColours } from './codeColours.ts';
import type { CodeClick, CodeEditor } from './codeEditor.ts';
import type { Highlighter } from './highlight.ts';
import { lineNumberStyles, lineNumbers } from './lineNumbers.ts';

/** After which pause in typing the edit of the user's own code counts, in ms. */
const EDIT_PAUSE = 400;
/** The height of a scrollbar, in pixels. */
const SCROLLBAR = 20;

/** The model's code and its output, or the user's own. The user can edit and run it. */
export class CodeCell extends LitElement {
  static override readonly styles = [sharedStyles, codeColours, lineNumberStyles, codeCellStyles];

  @property({ attribute: false }) entry: CodeEntry | undefined;
  @property({ attribute: false }) engine: EngineState = { state: 'idle' };
  /** The cell's name, for requests. */
  @property({ attribute: false }) cell = '';
  @property({ attribute: false }) run: UserRun | undefined;
  /** Whether something else is running that comes first. Runs of the user take turns. */
  @property({ type: Boolean }) busy = false;
  /** Whether the code is the user's own: an edit is the code from then on, and a run is its result. */
  @property({ type: Boolean, reflect: true }) own = false;
  /** Whether it can only be read. */
  @property({ type: Boolean, reflect: true }) readonly = false;
  /** The user's edit, once editing has begun. */
  @state() private draft: string | undefined;
  /** Whether long code is shown in full. */
  @state() private isWhole = false;
  @state() private isLong = false;
  @query('pre') private readonly code: HTMLElement | null | undefined;
  @query('.editor') private readonly editorPlace: HTMLElement | null | undefined;

  readonly #highlighters = {
    PYTHON: new LazyModule(this, () => loadHighlighter('PYTHON')),
    JAVASCRIPT: new LazyModule(this, () => loadHighlighter('JAVASCRIPT')),
  };
  #editor: CodeEditor | undefined;
  #click: CodeClick | undefined;
  #editTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #clipboard = new UserClipboard(this);

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.reportEdit();
    this.closeEditor();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('entry');
    const { code } = this.entry ?? {};
    if (this.readonly || (before && before.code !== code && code !== this.draft)) this.closeEditor();
  }

  protected override updated(): void {
    const { code } = this;
    this.toggleAttribute('editing', this.draft !== undefined);
    if (code && !this.isWhole) this.isLong = code.scrollHeight > code.clientHeight + SCROLLBAR;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { entry, draft } = this;
    if (!entry) return nothing;
    return html`
      <header class="row">
        <span class="label">${nameOfLanguage(entry.language)}</span>
        ${this.own ? nothing : html`<span class="field-name api">executableCode · ${entry.language}</span>`}
        <slot name="actions"></slot>
        ${this.own ? nothing : this.renderActions(entry)}
        <button class="quiet" @click=${this.copy} aria-label=${cell.copyCode}>${this.#clipboard.copied ? cell.copied : cell.copy}</button>
        ${this.own ? this.renderOwnActions() : nothing}
        <span class="visually-hidden" role="status">${this.#clipboard.copied ? cell.copied : ''}</span>
      </header>
      ${draft === undefined ? this.renderCode(entry) : this.renderEditor()}
      ${this.own ? this.renderResult(entry) : html`<glove-run-result .entry=${entry} .engine=${this.engine}></glove-run-result>`}
      ${this.own ? nothing : this.renderOwnRun(entry)}
    `;
  }

  /** The result of the user's own code: of the run that is going on, or of the last one. */
  private renderResult(entry: CodeEntry): TemplateResult | typeof nothing {
    const shown = this.run?.entry ?? entry;
    if (shown.run.state === 'not-run') return nothing;
    return html`<glove-run-result alone .entry=${shown} .error=${this.run?.error} .engine=${this.engine}></glove-run-result>`;
  }

  private renderOwnActions(): TemplateResult | typeof nothing {
    if (this.run?.entry.run.state === 'running') return this.renderStopButton();
    if (this.readonly) return nothing;
    const title = this.busy ? cell.isBusy : runKey();
    return html`<button ?disabled=${this.busy} title=${title} @click=${this.runCode}>${cell.run}</button>`;
  }

  private renderActions(entry: CodeEntry): TemplateResult | typeof nothing {
    // The model's run comes first.
    if (this.readonly || entry.run.state === 'running') return nothing;
    const isChanged = this.draft !== undefined && this.draft !== editable(entry);
    const isRunningOwn = this.run?.entry.run.state === 'running';
    const canReset = (isChanged || this.run !== undefined) && !isRunningOwn;
    return html`
      ${canReset ? html`<button class="quiet" @click=${this.reset}>${cell.reset}</button>` : nothing}
      ${this.draft === undefined ? html`<button class="quiet" @click=${() => this.edit()}>${cell.edit}</button>` : nothing}
      ${isRunningOwn ? this.renderStopButton() : this.renderRunButton(isChanged)}
    `;
  }

  private renderStopButton(): TemplateResult {
    return html`<button @click=${() => requestPython(this, { type: 'stop', cell: this.cell })}>${cell.stop}</button>`;
  }

  private renderRunButton(isChanged: boolean): TemplateResult {
    const title = this.busy ? cell.isBusy : runKey();
    return html`
      <button class="quiet" ?disabled=${this.busy} title=${title} @click=${this.runCode}>
        ${isChanged ? cell.run : cell.runAgain}
      </button>
    `;
  }

  private renderCode({ code, language }: CodeEntry): TemplateResult {
    const spans = this.#highlighters[language].value?.(code);
    const shown =
      spans?.map(({ text, classes }) => html`<span class=${classes}>${escapeBidi(text)}</span>`) ?? escapeBidi(code);
    const label = fill(cell.code, { language: nameOfLanguage(language) });
    return html`
      <pre
        class=${this.isWhole ? 'whole' : ''}
        tabindex="0"
        role="group"
        aria-label=${label}
        data-lines=${lineNumbers(code)}
        @keydown=${this.onKey}
        @click=${this.onClick}
      ><code>${code === '' ? html`<span class="empty">${cell.writeHere}</span>` : shown}</code></pre>
      ${this.isLong ? this.renderToggle() : nothing}
    `;
  }

  private renderToggle(): TemplateResult {
    const toggle = () => {
      this.isWhole = !this.isWhole;
    };
    return html`
      <button class="quiet toggle" aria-expanded=${this.isWhole} @click=${toggle}>
        ${this.isWhole ? cell.showLess : cell.showAll}
      </button>
    `;
  }

  private renderEditor(): TemplateResult {
    const keys = { run: key(runKey()), escape: key('Esc'), tab: key('Tab') };
    return html`
      <div class="editor"></div>
      <p class="hint small">${split(cell.keys, keys)}</p>
    `;
  }

  private renderOwnRun({ code }: CodeEntry): TemplateResult | typeof nothing {
    const { run } = this;
    if (!run || run.of !== code) return nothing;
    return html`<glove-run-result own .entry=${run.entry} .error=${run.error} .engine=${this.engine}></glove-run-result>`;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.shiftKey) this.runCode();
    else this.edit();
  }

  /** The user's own code is edited where it is clicked; a selection is for copying. */
  private onClick(event: MouseEvent): void {
    if (this.own && (event.detail > 1 || getSelection()?.isCollapsed !== false)) this.edit(event);
  }

  /** Opens the editor, and moves the focus there. @param click where, in the code */
  async edit(click?: CodeClick): Promise<void> {
    const { entry } = this;
    // The second click of a double click comes while the editor loads.
    this.#click = click ?? this.#click;
    if (!entry || this.readonly || entry.run.state === 'running' || this.#editor) return;
    const { CodeEditor, loadSyntax } = await import('./codeEditor.ts');
    const syntax = await loadSyntax(entry.language);
    this.draft = editable(entry);
    await this.updateComplete;
    const { editorPlace, shadowRoot } = this;
    if (!editorPlace || !shadowRoot || this.#editor) return;
    this.#editor = new CodeEditor({
      parent: editorPlace,
      root: shadowRoot,
      code: this.draft,
      syntax,
      label: fill(cell.codeEditable, { language: nameOfLanguage(entry.language) }),
      description: fill(cell.keysAloud, { run: runKey() }),
      askPython: entry.language === 'PYTHON' ? () => requestIntrospection(this) : undefined,
      click: this.#click,
      onChange: (code) => this.onEdit(code),
      onRun: () => this.runCode(),
    });
    this.#click = undefined;
  }

  private onEdit(code: string): void {
    this.draft = code;
    clearTimeout(this.#editTimer);
    if (this.own) this.#editTimer = setTimeout(() => this.reportEdit(), EDIT_PAUSE);
  }

  private reportEdit(): void {
    clearTimeout(this.#editTimer);
    const { own, draft, entry } = this;
    if (own && entry && draft !== undefined && draft !== editable(entry)) {
      requestNotebook(this, { type: 'edit', cell: entry.id, text: draft });
    }
  }

  private closeEditor(): void {
    this.#editor?.close();
    this.#editor = undefined;
    this.draft = undefined;
  }

  /** Restores the model's code, and removes the user's run. */
  private async reset(): Promise<void> {
    requestPython(this, { type: 'forget-run', cell: this.cell });
    this.closeEditor();
    await this.updateComplete;
    this.renderRoot.querySelector('pre')?.focus();
  }

  private runCode(): void {
    const { entry, cell } = this;
    this.#editor?.settle();
    if (!entry || this.busy || this.readonly || [entry, this.run?.entry].some((each) => each?.run.state === 'running'))
      return;
    if (this.own) {
      this.reportEdit();
      requestNotebook(this, { type: 'run', cell: entry.id });
      return;
    }
    const { code: of, language } = entry;
    requestPython(this, { type: 'run', code: { cell, of, code: this.draft ?? of, language } });
  }

  private async copy(): Promise<void> {
    await this.#clipboard.copy(this.draft ?? this.entry?.code ?? '');
  }
}

async function loadHighlighter(language: CodeLanguage): Promise<Highlighter> {
  return (await import('./highlight.ts')).loadHighlighter(language);
}

function nameOfLanguage(language: CodeLanguage): string {
  return language === 'PYTHON' ? 'Python' : 'JavaScript';
}

function key(name: string): TemplateResult {
  return html`<kbd>${name}</kbd>`;
}

/** The keys that run code, named as on this system. Shift+Enter works on every system. */
function runKey(): string {
  return /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘+Enter' : `${cell.control}+Enter`;
}

/** Removes the final line break, which an editor would show as an empty line. */
function editable({ code }: CodeEntry): string {
  return code.replace(/\n$/, '');
}
