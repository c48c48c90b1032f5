import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { isCell, type NotebookCell } from '../../chat/notebook/notebookTurn.ts';
import type { EngineState } from '../../chat/python/lazySandbox.ts';
import type { UserRun } from '../../chat/python/userRuns.ts';
import { type Entry, isCode, type NotebookOrigin, type Turn } from '../../chat/transcript.ts';
import { notebook } from '../../language/en/notebook.ts';
import { fill } from '../../language/fill.ts';
import type { CodeCell } from '../cell/codeCell.ts';
import { requestPython } from '../pythonEvents.ts';
import { sharedStyles } from '../styles/shared.ts';
import { FollowResult } from './followResult.ts';
import { requestNotebook } from './notebookEvent.ts';
import { notebookStyles } from './notebookStyles.ts';
import type { TextCell } from './textCell.ts';

function describeOrigin({ from, entries }: Turn, origin: NotebookOrigin): string {
  if (origin !== 'link') return notebook[origin];
  const hasRun = entries.filter(isCode).some(({ run }) => run.state !== 'not-run');
  if (from === undefined) return hasRun ? notebook.linkRun : notebook.link;
  return fill(hasRun ? notebook.linkRunOn : notebook.linkOn, { site: from });
}

/** A cell that the user removed. */
interface RemovedCell {
  cell: NotebookCell;
  /** The cell before it. */
  after: number | undefined;
  /** What the notebook has without it. */
  rest: readonly Entry[];
}

/** A notebook: cells of code and text that the user edits and runs. */
export class NotebookView extends LitElement {
  static override readonly styles = [sharedStyles, notebookStyles];

  @property({ attribute: false }) turn: Turn | undefined;
  @property({ attribute: false }) engine: EngineState = { state: 'idle' };
  /** The turn's name, for the names of its cells. */
  @property({ attribute: false }) name = '';
  /** The user's runs, by cell. */
  @property({ attribute: false }) runs: ReadonlyMap<string, UserRun> = new Map();
  /** Whether something is running that comes first. Runs of the user take turns. */
  @property({ type: Boolean }) busy = false;
  /** Whether it can only be read: another tab has it. */
  @property({ type: Boolean }) readonly = false;
  /** Whether a model has been asked about it. */
  @property({ type: Boolean }) asked = false;

  /** The cell to which the user is led: the page scrolls there, and it gets the focus. */
  @property({ attribute: false }) shownCell: { readonly id: number } | undefined;
  @state() private removed: RemovedCell | undefined;
  @query('.removed button') private readonly undoButton: HTMLElement | null | undefined;

  /** The cells that were there before the user added one, which is then edited. */
  #before: ReadonlySet<number | undefined> | undefined;
  /** What gets the focus as soon as it is there: the button that undoes a removal, or the cell of this id that was put back. */
  #toFocus: 'undo' | number | undefined;

  constructor() {
    super();
    new FollowResult(this);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('asked')) this.removed = undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { turn } = this;
    if (!turn?.notebook) return nothing;
    const cells = turn.entries.filter(isCell);
    return html`
      <header>
        <h2 dir="auto">${turn.question}</h2>
        ${!this.readonly && cells.filter(isCode).length > 1 ? this.renderRunAll() : nothing}
      </header>
      <p class="about ${turn.notebook}" role="note">${describeOrigin(turn, turn.notebook)}</p>
      ${this.renderRemoved(undefined)}
      ${repeat(
        cells,
        ({ id }) => id,
        (cell, index) => html`${this.renderCell(cell, index, cells)} ${this.renderRemoved(cell.id)}`,
      )}
      ${this.readonly ? nothing : this.renderAdd(cells.at(-1))}
      ${this.asked ? html`<p class="remark">${notebook.modelKnows}</p>` : nothing}
    `;
  }

  protected override firstUpdated(): void {
    const [first, ...others] = this.turn?.entries ?? [];
    const isEmpty = first?.type === 'code' && first.code === '' && others.length === 0;
    if (isEmpty) this.edit(first.id);
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.moveFocus();
    if (changed.has('shownCell') && this.shownCell) this.show(this.shownCell.id);
    const before = this.#before;
    if (!before || !changed.has('turn')) return;
    const added = this.turn?.entries.filter(isCell).find(({ id }) => !before.has(id));
    if (!added) return;
    this.#before = undefined;
    this.edit(added.id);
  }

  private renderAdd(last: NotebookCell | undefined): TemplateResult {
    return html`
      <div class="buttons add">
        <button class="quiet" @click=${() => this.add('code', last)}>${notebook.addCode}</button>
        <button class="quiet" @click=${() => this.add('text', last)}>${notebook.addText}</button>
      </div>
    `;
  }

  private renderRunAll(): TemplateResult {
    const isRunning = [...this.runs.values()].some(({ entry }) => entry.run.state === 'running');
    if (isRunning) return html`<button @click=${() => requestPython(this, { type: 'stop' })}>${notebook.stop}</button>`;
    return html`<button ?disabled=${this.busy} @click=${() => requestNotebook(this, { type: 'run-all' })}>${notebook.runAll}</button>`;
  }

  /** Whether nothing has changed since a cell was removed. */
  private get isJustRemoved(): boolean {
    const { removed, turn } = this;
    if (!removed || turn?.entries.length !== removed.rest.length) return false;
    return removed.rest.every((entry, index) => entry === turn.entries[index]);
  }

  /** Stands in the place of the removed cell, if it was there. */
  private renderRemoved(after: number | undefined): TemplateResult | typeof nothing {
    const { removed } = this;
    if (!removed || removed.after !== after || this.readonly || !this.isJustRemoved) return nothing;
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.undo(removed);
    };
    return html`
      <p class="removed row">
        <span role="status">${notebook.deleted}</span>
        <button class="quiet" @click=${() => this.undo(removed)} @keydown=${onKey}>${notebook.undo}</button>
      </p>
    `;
  }

  private renderCell(cell: NotebookCell, index: number, cells: readonly NotebookCell[]): TemplateResult {
    const actions = this.readonly ? nothing : this.renderActions(cell, index, cells);
    if (cell.type !== 'code')
      return html`<glove-text-cell .entry=${cell} ?readonly=${this.readonly}>${actions}</glove-text-cell>`;
    const name = `${this.name}/${cell.id}`;
    return html`<glove-code-cell
      own
      .entry=${cell}
      .engine=${this.engine}
      .cell=${name}
      .run=${this.runs.get(name)}
      ?busy=${this.busy}
      ?readonly=${this.readonly}
      >${actions}</glove-code-cell
    >`;
  }

  private renderActions(cell: NotebookCell, index: number, cells: readonly NotebookCell[]): TemplateResult {
    const { id = 0 } = cell;
    const move = (by: -1 | 1) => () => requestNotebook(this, { type: 'move', cell: id, by });
    return html`
      <span class="actions" slot="actions">
        ${index > 0 ? html`<button class="quiet" aria-label=${notebook.moveUp} title=${notebook.moveUp} @click=${move(-1)}>↑</button>` : nothing}
        ${index < cells.length - 1 ? html`<button class="quiet" aria-label=${notebook.moveDown} title=${notebook.moveDown} @click=${move(1)}>↓</button>` : nothing}
        <button class="quiet delete" aria-label=${notebook.deleteCell} @click=${() => this.removeCell(cell, cells[index - 1])}>${notebook.delete}</button>
      </span>
    `;
  }

  private add(kind: 'code' | 'text', after: NotebookCell | undefined): void {
    this.#before = new Set(this.turn?.entries.filter(isCell).map(({ id }) => id));
    requestNotebook(this, { type: 'add', kind, ...(after?.id !== undefined && { after: after.id }) });
  }

  private removeCell(cell: NotebookCell, before: NotebookCell | undefined): void {
    this.removed = { cell, after: before?.id, rest: this.turn?.entries.filter((entry) => entry !== cell) ?? [] };
    this.#toFocus = 'undo';
    requestNotebook(this, { type: 'remove', cell: cell.id ?? 0 });
  }

  private undo({ cell, after }: RemovedCell): void {
    this.#toFocus = cell.id;
    requestNotebook(this, { type: 'restore', removed: cell, ...(after !== undefined && { after }) });
  }

  private async moveFocus(): Promise<void> {
    const target = this.#toFocus;
    const isThere = target === 'undo' ? this.undoButton : this.find(target);
    if (target === undefined || !isThere) return;
    this.#toFocus = undefined;
    if (target === 'undo') this.undoButton?.focus();
    else (await this.rendered(target))?.querySelector<HTMLElement>('.delete')?.focus();
  }

  private find(id: number | undefined): CodeCell | TextCell | undefined {
    const cells = this.renderRoot.querySelectorAll<CodeCell | TextCell>('glove-code-cell, glove-text-cell');
    return [...cells].find(({ entry }) => entry?.id === id);
  }

  /** @returns `undefined` if it is not there */
  private async rendered(id: number | undefined): Promise<CodeCell | TextCell | undefined> {
    await this.updateComplete;
    const cell = this.find(id);
    if (cell) await customElements.whenDefined(cell.localName);
    await cell?.updateComplete;
    return cell;
  }

  private async edit(id: number | undefined): Promise<void> {
    await (await this.rendered(id))?.edit();
  }

  private async show(id: number): Promise<void> {
    const cell = await this.rendered(id);
    cell?.scrollIntoView({ block: 'start' });
    cell?.renderRoot.querySelector<HTMLElement>('.cm-content, pre')?.focus({ preventScroll: true });
  }
}
