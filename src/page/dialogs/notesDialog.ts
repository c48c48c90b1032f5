import { css, html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { lengthOf, MAX_CHARACTERS } from '../../chat/live/notes.ts';
import { DialogElement } from '../../elements/dialogElement.ts';
import { NotesEvent } from '../../elements/events.ts';
import { dialogs as words } from '../../language/en/dialogs.ts';
import { fill } from '../../language/fill.ts';

/** Edits the notes, which the model gets in every conversation. */
export class NotesDialog extends DialogElement {
  static override readonly styles = [
    ...DialogElement.styles,
    css`
      ul {
        margin: 1.25rem 0 0;
      }

      li {
        gap: 0 0.25rem;
        padding: 0.5rem 0;
        border-top: 1px solid var(--glove-line);
      }

      li .text {
        flex: 1 1 12rem;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }

      li button {
        min-height: 2rem;
        padding-inline: 0.5rem;
      }

      label {
        display: block;
        margin-top: 1.25rem;
        font-size: 0.9375rem;
        font-weight: 600;
      }

      textarea {
        min-height: 4.5rem;
        max-height: 40vh;
        margin: 0.25rem 0;
        padding: 0.5rem 0.75rem;
        line-height: 1.5;
        resize: vertical;
        field-sizing: content;
      }

      .room {
        font-size: 0.8125rem;
      }

      .over {
        color: var(--glove-bad);
      }

      .removed {
        gap: 0.25rem 0.75rem;
      }

      .done {
        margin-inline-start: auto;
      }
    `,
  ];

  @property({ attribute: false }) notes: readonly string[] = [];
  /** The text of the field: a new note, or the edited one. */
  @state() private typed = '';
  @state() private edited: number | undefined;
  @state() private removed: { note: string; index: number } | undefined;
  @query('textarea') private readonly textarea: HTMLTextAreaElement | null | undefined;

  open(): void {
    this.edited = undefined;
    this.removed = undefined;
    this.dialog?.showModal();
    this.textarea?.focus();
  }

  protected override render(): TemplateResult {
    return html`
      <dialog aria-labelledby="title" aria-describedby="about">
        <form @submit=${this.add}>
          <h2 id="title">${words.notesTitle}</h2>
          <p id="about">${words.notesAbout}</p>
          ${this.notes.length > 0 ? html`<ul aria-label=${words.notes}>${this.notes.map((note, index) => this.renderNote(note, index))}</ul>` : nothing}
          <div role="status">${this.renderRemoved()}</div>
          ${this.renderField()}
          <div class="buttons">
            <button class="primary" ?disabled=${this.typed.trim() === '' || this.room < 0}>
              ${this.edited === undefined ? words.addNote : words.saveNote}
            </button>
            ${this.edited === undefined ? nothing : html`<button type="button" @click=${() => this.edit(undefined)}>${words.cancel}</button>`}
            <button type="button" class="done" @click=${this.close}>${words.close}</button>
          </div>
        </form>
      </dialog>
    `;
  }

  private renderNote(note: string, index: number): TemplateResult {
    return html`
      <li class="row">
        <span class="text" dir="auto">${note}</span>
        <button type="button" class="quiet" aria-label=${fill(words.editNamed, { note })} @click=${() => this.edit(index)}>${words.edit}</button>
        <button type="button" class="quiet" aria-label=${fill(words.removeNamed, { note })} @click=${() => this.removeNote(index)}>
          ${words.remove}
        </button>
      </li>
    `;
  }

  private renderRemoved(): TemplateResult | typeof nothing {
    if (!this.removed) return nothing;
    return html`
      <p class="removed row">${words.removed} <button type="button" @click=${this.putBack}>${words.undo}</button></p>
    `;
  }

  private renderField(): TemplateResult {
    const { room } = this;
    const hint = room < 0 ? fill(words.tooMany, { count: -room }) : fill(words.left, { count: room });
    return html`
      <label for="note">${this.edited === undefined ? words.newNote : words.note}</label>
      <textarea
        id="note"
        dir="auto"
        .value=${this.typed}
        placeholder=${words.noteExample}
        aria-describedby="room"
        aria-invalid=${room < 0}
        @input=${() => this.type()}
      ></textarea>
      <p id="room" class="room ${room < 0 ? 'over' : ''}">${hint}</p>
    `;
  }

  /** The number of characters that can still be typed. */
  private get room(): number {
    const others = this.notes.filter((_, index) => index !== this.edited);
    return MAX_CHARACTERS - lengthOf(others) - this.typed.trim().length;
  }

  private type(): void {
    this.typed = this.textarea?.value ?? '';
  }

  private add(event: SubmitEvent): void {
    event.preventDefault();
    const note = this.typed.trim();
    if (note === '' || this.room < 0) return;
    this.tell(this.edited === undefined ? [...this.notes, note] : this.notes.with(this.edited, note));
    this.edit(undefined);
  }

  private edit(index: number | undefined): void {
    this.edited = index;
    this.typed = index === undefined ? '' : (this.notes[index] ?? '');
    this.textarea?.focus();
  }

  private removeNote(index: number): void {
    const note = this.notes[index];
    if (note === undefined) return;
    this.removed = { note, index };
    this.tell(this.notes.toSpliced(index, 1), this.removed);
    this.edit(undefined);
  }

  private putBack(): void {
    if (this.removed) this.tell(this.notes.toSpliced(this.removed.index, 0, this.removed.note));
    this.textarea?.focus();
  }

  private tell(notes: readonly string[], removed?: { note: string; index: number }): void {
    this.removed = removed;
    this.dispatchEvent(new NotesEvent(notes));
  }
}
