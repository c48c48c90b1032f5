import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Conversation } from '../../chat/conversation.ts';
import { describeAloud } from '../../chat/labels.ts';
import type { EngineState } from '../../chat/python/lazySandbox.ts';
import type { UserRun } from '../../chat/python/userRuns.ts';
import type { Turn } from '../../chat/transcript.ts';
import { conversation as words } from '../../language/en/conversation.ts';
import { act } from '../events.ts';
import { loadNotebook, loadProblem } from '../lazyElements.ts';
import { sharedStyles } from '../styles/shared.ts';
import { StickToBottom } from './stickToBottom.ts';

/** The turns of a conversation. */
export class ConversationView extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 2.5rem;
      }

      :host(:focus) {
        outline: none;
      }

      .notice {
        margin-bottom: -1rem;
      }

      /* Over the conversation, above the field for questions. */
      .end {
        position: sticky;
        bottom: var(--glove-end, 0.5rem);
        align-self: center;
        margin-top: -2.5rem;
        border-radius: 1.25rem;
        box-shadow: 0 0.25rem 0.75rem rgb(0 0 0 / 0.18);
      }

      .buttons {
        margin-top: -1.25rem;
      }
    `,
  ];

  @property({ attribute: false }) conversation: Conversation | undefined;
  @property({ attribute: false }) engine: EngineState = { state: 'idle' };
  /** Whether there is no list of demos to return to. */
  @property({ type: Boolean }) embedded = false;

  /** Whether the stopped answer of a demo has done something that can be undone. */
  @property({ type: Boolean }) undoable = false;

  /** The user's runs, by cell. */
  @property({ attribute: false }) runs: ReadonlyMap<string, UserRun> = new Map();
  /** Whether something is running that comes first. Runs of the user take turns. */
  @property({ type: Boolean }) busy = false;

  /** Whether it can only be read: another tab has it. */
  @property({ type: Boolean }) readonly = false;

  /** The cell of the notebook to which the user is led. */
  @property({ attribute: false }) shownCell: { readonly id: number } | undefined;

  readonly #scroll = new StickToBottom(this, () => !this.conversation?.turns.at(-1)?.notebook);

  /** Scrolls to the end, and stays there as the answer arrives. */
  follow(): void {
    this.#scroll.follow();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    loadProblem();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { conversation, engine } = this;
    if (!conversation) return nothing;
    const { turns, source } = conversation;
    const isScripted = source.type === 'demo' && source.origin === 'written';
    return html`
      ${this.renderNotice(conversation)}
      ${turns.map((turn, index) =>
        turn.notebook
          ? this.renderNotebook(turn, conversation)
          : html`<glove-turn-view
            .turn=${turn}
            .engine=${engine}
            .name=${`${conversation.id}/${turn.id}`}
            .runs=${this.runs}
            ?busy=${this.busy}
            ?readonly=${this.readonly}
            ?last=${index === turns.length - 1}
            ?scripted=${isScripted}
            ?own=${source.type === 'live' && !this.embedded}
            ?embedded=${this.embedded}
          ></glove-turn-view>`,
      )}
      ${this.renderEnd(conversation)}
      ${this.#scroll.isAway ? html`<button class="end" @click=${this.follow}>↓ ${words.toEnd}</button>` : nothing}
      <glove-announcer .text=${describeAloud(turns.at(-1), engine)}></glove-announcer>
    `;
  }

  private renderNotebook(turn: Turn, { id, turns }: Conversation): TemplateResult {
    loadNotebook();
    return html`<glove-notebook
      .turn=${turn}
      .engine=${this.engine}
      .name=${`${id}/${turn.id}`}
      .runs=${this.runs}
      ?busy=${this.busy}
      ?readonly=${this.readonly}
      ?asked=${turns.length > 1}
      .shownCell=${this.shownCell}
    ></glove-notebook>`;
  }

  private renderNotice({ source }: Conversation): TemplateResult | typeof nothing {
    if (source.type !== 'demo' || !source.origin) return nothing;
    const notice = source.origin === 'written' ? words.writtenDemo : words.recordedDemo;
    return html`<p class="notice remark">${notice}</p>`;
  }

  private renderEnd({ source, answer, turns }: Conversation): TemplateResult | typeof nothing {
    if (answer.state === 'failed' && turns.at(-1)?.status.state !== 'failed') {
      return html`<glove-problem .error=${answer.error}></glove-problem>`;
    }
    if (answer.state !== 'done' || source.type !== 'demo') return nothing;
    const isStopped = turns.at(-1)?.status.state === 'stopped';
    const again = isStopped && !this.undoable ? words.startAgain : words.playAgain;
    return html`
      <div class="buttons">
        ${isStopped && this.undoable ? html`<button class="primary" @click=${() => act(this, 'undo-answer')}>${words.undo}</button>` : nothing}
        <button @click=${() => act(this, 'retry')}>${again}</button>
        ${this.embedded ? nothing : html`<button class="quiet" @click=${() => act(this, 'show-demos')}>${words.allDemos}</button>`}
      </div>
    `;
  }
}
