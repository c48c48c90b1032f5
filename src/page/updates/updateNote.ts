import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { ChangeController } from '../../elements/changeController.ts';
import { act } from '../../elements/events.ts';
import { noteStyles } from '../../elements/styles/note.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { app } from '../../language/en/app.ts';
import type { PageUpdates, UpdateState } from './pageUpdates.ts';

/** Tells the user about a newer build of the page, and offers to load it. */
export class UpdateNote extends LitElement {
  static override readonly styles = [sharedStyles, noteStyles];

  @property({ attribute: false }) updates: PageUpdates | undefined;
  /** Whether something is running that a reload would end. */
  @property({ type: Boolean }) busy = false;
  /** Whether a reload loses the key. */
  @property({ type: Boolean }) forgetsKey = false;

  readonly #watch = new ChangeController(this);

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('updates')) this.#watch.watch(this.updates);
  }

  protected override render(): TemplateResult {
    const { state = 'none' } = this.updates ?? {};
    return html`<div role="status">${state === 'none' ? nothing : this.renderNote(state)}</div>`;
  }

  private renderNote(state: Exclude<UpdateState, 'none'>): TemplateResult {
    return html`
      <div class="note row">
        <p>${state === 'open-elsewhere' ? app.openElsewhere : this.describe()}</p>
        <span class="buttons">
          <button class="quiet" @click=${() => act(this, 'update-later')}>${app.later}</button>
          <button class="primary" ?disabled=${this.busy || state === 'reloading'} @click=${() => act(this, 'update')}>
            ${app.reload}
          </button>
        </span>
      </div>
    `;
  }

  private describe(): string {
    return this.forgetsKey ? app.newVersionKey : app.newVersion;
  }
}
