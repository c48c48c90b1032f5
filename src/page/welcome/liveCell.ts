import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { PageSession } from '../../chat/pageSession.ts';
import type { CodeEntry } from '../../chat/transcript.ts';
import type { CodeCell } from '../../elements/cell/codeCell.ts';
import type { CodeClick } from '../../elements/cell/codeEditor.ts';
import { lineNumberStyles, lineNumbers } from '../../elements/cell/lineNumbers.ts';
import { ChangeController } from '../../elements/changeController.ts';
import type { NotebookEvent } from '../../elements/notebook/notebookEvent.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { welcome } from '../../language/en/welcome.ts';
import { SVG_MIME_TYPE } from '../../pictures/mediaTypes.ts';
import { loadConversation } from '../lazyElements.ts';

/** The name of the cell among those whose runs the session has. */
const CELL = 'welcome';

/**
 * A program with the result of a run that was recorded. It becomes a cell with the first click: until then, it costs no more than a picture.
 *
 * @slot code - the program, in a `<pre>`
 * @slot picture - what it shows
 */
export class LiveCell extends LitElement {
  static override readonly styles = [
    sharedStyles,
    lineNumberStyles,
    css`
      .cell {
        overflow: hidden;
        border: 1px solid var(--glove-line);
        border-radius: var(--glove-radius);
      }

      header {
        gap: 0 0.25rem;
        padding-block: 0.375rem;
        padding-inline: 1rem 0.375rem;
        border-bottom: 1px solid var(--glove-line);
      }

      .label {
        flex: 1;
        font-size: 0.875rem;
        font-weight: 600;
      }

      header button,
      [slot='actions'] {
        min-height: 2rem;
        padding: 0 0.625rem;
        font-size: 0.8125rem;
      }

      .code {
        display: flex;
        overflow: auto;
        padding: 0.5rem 0 0.875rem;
        direction: ltr;
        font: 0.8438rem / 1.6 var(--glove-mono);
        cursor: text;
      }

      .result {
        padding: 0.625rem 1rem 0.875rem;
        border-top: 1px solid var(--glove-line);
        background: var(--glove-surface);
      }

      .outcome {
        display: flex;
        align-items: baseline;
        gap: 0.5rem;
        margin-bottom: 0.5rem;
        font-size: 0.875rem;
        font-weight: 600;
      }

      .mark {
        background: var(--glove-good);
      }

      slot[name='picture']::slotted(img) {
        display: block;
        border: 1px solid var(--glove-line);
        border-radius: var(--glove-radius);
        background: #fff;
      }

      /* On paper, all of it. The lines do not fit the line numbers. */
      @media print {
        .code::before {
          content: none;
        }

        .code {
          padding-inline: 1rem;
        }

        slot[name='code']::slotted(pre) {
          white-space: pre-wrap;
          overflow-wrap: anywhere;
        }
      }

      /* What a program has made comes first where both do not fit. */
      @media (width < 45rem) {
        .cell {
          display: flex;
          flex-direction: column;
        }

        .code {
          order: 1;
          border-top: 1px solid var(--glove-line);
        }

        .result {
          display: flex;
          justify-content: space-between;
          gap: 1rem;
          border-top: 0;
        }

        slot[name='picture']::slotted(img) {
          width: 9rem;
          height: 9rem;
        }
      }

      @media (width >= 45rem) {
        .cell {
          display: grid;
          grid-template: auto 1fr / minmax(0, 1fr) 15rem;
        }

        header {
          grid-column: 1 / -1;
        }

        .result {
          border-top: 0;
          border-inline-start: 1px solid var(--glove-line);
        }
      }
    `,
  ];

  @property({ attribute: false }) session: PageSession | undefined;
  /** The cell, once the user has touched it. */
  @state() private entry: CodeEntry | undefined;

  readonly #watch = new ChangeController(this);
  /** The latest click in the code: the second of a double click comes while the cell loads. */
  #click: CodeClick | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('session')) this.#watch.watch(this.session);
  }

  protected override render(): TemplateResult {
    return this.entry ? this.renderCell(this.entry) : this.renderRecorded();
  }

  private renderRecorded(): TemplateResult {
    return html`
      <div class="cell">
        <header class="row">
          <span class="label">Python</span>
          ${this.renderScratchpadButton()}
          <button class="quiet" @click=${() => this.edit()}>${welcome.edit}</button>
          <button @click=${this.run}>${welcome.run}</button>
        </header>
        <div class="code" data-lines=${lineNumbers(this.code)} @click=${this.onClick} @keydown=${this.onKey}>
          <slot name="code" @slotchange=${this.onCode}></slot>
        </div>
        <div class="result">
          <p class="outcome"><span class="mark"></span>${welcome.ranBefore}</p>
          <slot name="picture"></slot>
        </div>
      </div>
    `;
  }

  private renderCell(entry: CodeEntry): TemplateResult {
    const { session } = this;
    return html`<glove-code-cell
      own
      beside
      .entry=${entry}
      .cell=${CELL}
      .engine=${session?.engine ?? { state: 'idle' }}
      .run=${session?.python.runs.get(CELL)}
      @glove-notebook=${this.onNotebook}
      >${this.renderScratchpadButton()}</glove-code-cell
    >`;
  }

  private renderScratchpadButton(): TemplateResult {
    const open = () => this.session?.notebook.openScratchpad(this.code);
    return html`<button class="quiet" slot="actions" aria-label=${welcome.openInScratchpad} title=${welcome.openInScratchpad} @click=${open}>${welcome.scratchpad}</button>`;
  }

  private get code(): string {
    return this.entry?.code ?? this.slotted('code')?.textContent ?? '';
  }

  /** It may be wider than the page: the keyboard scrolls it. */
  private onCode(): void {
    const program = this.slotted('code');
    program?.setAttribute('tabindex', '0');
    program?.setAttribute('role', 'group');
    program?.setAttribute('aria-label', welcome.program);
    this.requestUpdate();
  }

  private slotted(name: string): Element | undefined {
    const slot = this.renderRoot.querySelector<HTMLSlotElement>(`slot[name="${name}"]`);
    return slot?.assignedElements({ flatten: true })[0];
  }

  /** The keys of a cell. */
  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.shiftKey) this.run();
    else this.edit();
  }

  /** A selection is for copying, unless it is the word of a double click. */
  private onClick(event: MouseEvent): void {
    if (event.detail === 1 && getSelection()?.isCollapsed === false) return;
    this.#click = event;
    this.edit();
  }

  private async edit(): Promise<void> {
    const cell = await this.wake();
    await cell?.edit(this.#click);
    this.#click = undefined;
  }

  private async run(): Promise<void> {
    await this.wake();
    this.runCode();
  }

  /** Puts a cell in place of the recording, with its result. */
  private async wake(): Promise<CodeCell | null> {
    loadConversation();
    const picture = this.slotted('picture');
    const [svg] = await Promise.all([
      picture instanceof HTMLImageElement ? readText(picture.src) : undefined,
      customElements.whenDefined('glove-code-cell'),
    ]);
    this.entry ??= recorded(this.code, svg);
    await this.updateComplete;
    return this.renderRoot.querySelector<CodeCell>('glove-code-cell');
  }

  /** The cell is part of no notebook: it is this element's own. */
  private onNotebook(event: NotebookEvent): void {
    event.stopPropagation();
    const { request } = event;
    if (request.type === 'run') this.runCode();
    else if (request.type === 'edit' && this.entry) this.entry = { ...this.entry, code: request.text };
  }

  private runCode(): void {
    const { code } = this;
    this.session?.useDemoPython();
    this.session?.python.run({ cell: CELL, of: code, code, language: 'PYTHON' });
  }
}

function recorded(code: string, svg: string | undefined): CodeEntry {
  const cell: CodeEntry = { type: 'code', id: 1, language: 'PYTHON', code, output: [], run: { state: 'not-run' } };
  if (svg === undefined) return cell;
  return {
    ...cell,
    displays: [{ source: 'result', data: { [SVG_MIME_TYPE]: svg }, after: 0 }],
    run: { state: 'ended', outcome: 'OUTCOME_OK', recorded: true },
  };
}

/** @returns `undefined` without a connection */
async function readText(address: string): Promise<string | undefined> {
  const response = await fetch(address).catch(() => undefined);
  return response?.ok ? response.text() : undefined;
}
