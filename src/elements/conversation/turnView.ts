import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { describeActivity } from '../../chat/labels.ts';
import { adviseOnEnd, describeEndReason } from '../../chat/live/endReason.ts';
import type { EngineState } from '../../chat/python/lazySandbox.ts';
import type { UserRun } from '../../chat/python/userRuns.ts';
import { type CodeEntry, type Entry, type ImageEntry, isRunning, type Turn } from '../../chat/transcript.ts';
import { conversation } from '../../language/en/conversation.ts';
import { fill, fillPlural } from '../../language/fill.ts';
import { loadMedia } from '../lazyElements.ts';
import { sharedStyles } from '../styles/shared.ts';

/** A question and its answer. */
export class TurnView extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 1rem;
      }

      details {
        color: var(--glove-ink-soft);
        font-size: 0.9375rem;
      }

      summary {
        width: fit-content;
        cursor: pointer;
      }

      details > glove-markdown-text {
        margin-top: 0.5rem;
        padding-inline-start: 1rem;
        border-inline-start: 2px solid var(--glove-line);
      }

      /* Nothing moves when the answer is complete. */
      .files {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 0.375rem;
        margin: -0.5rem 0 0;
      }

      .files li {
        display: flex;
        max-width: 100%;
        border: 1px solid var(--glove-line);
        border-radius: var(--glove-radius);
        overflow: hidden;
      }

      footer {
        gap: 0 0.625rem;
        min-height: 1.5rem;
      }
    `,
  ];

  @property({ attribute: false }) turn: Turn | undefined;
  @property({ attribute: false }) engine: EngineState = { state: 'idle' };
  /** Whether this is the last turn, so that a failure can be retried. */
  @property({ type: Boolean }) last = false;
  /** The turn's name, for the names of its cells. */
  @property({ attribute: false }) name = '';
  /** The user's runs, by cell. */
  @property({ attribute: false }) runs: ReadonlyMap<string, UserRun> = new Map();
  /** Whether something is running that comes first. Runs of the user take turns. */
  @property({ type: Boolean }) busy = false;
  /** Whether its code can only be read: another tab has the conversation. */
  @property({ type: Boolean }) readonly = false;
  /** Whether the demo was written by hand, so that no model is named. */
  @property({ type: Boolean }) scripted = false;
  /** Whether the conversation is the user's own, and can be changed here. */
  @property({ type: Boolean }) own = false;
  /** Whether there is no list of demos to return to. */
  @property({ type: Boolean }) embedded = false;

  protected override render(): TemplateResult | typeof nothing {
    const { turn } = this;
    if (!turn) return nothing;
    return html`
      <glove-question .turn=${turn} ?own=${this.own} ?last=${this.last} ?busy=${this.busy}></glove-question>
      ${turn.files.length > 0 ? renderFiles(turn.files) : nothing}
      ${turn.entries.map((entry) => this.renderEntry(entry))} ${this.renderError(turn)}
      ${turn.status.state === 'failed' ? nothing : html`<footer class="row remark">${this.renderFooter(turn)}</footer>`}
    `;
  }

  private renderEntry(entry: Entry): TemplateResult {
    switch (entry.type) {
      case 'text':
        return html`<glove-markdown-text .text=${entry.text}></glove-markdown-text>`;
      case 'thought':
        return html`<details>
          <summary>${conversation.thoughts}</summary>
          <glove-markdown-text .text=${entry.text}></glove-markdown-text>
        </details>`;
      case 'status':
        return html`<glove-status-line .status=${entry}></glove-status-line>`;
      case 'code':
        return this.renderCell(entry);
      case 'image':
        return renderImage(entry);
      default:
        return entry satisfies never;
    }
  }

  private renderCell(entry: CodeEntry): TemplateResult {
    const cell = `${this.name}/${entry.id}`;
    return html`<glove-code-cell
      .entry=${entry}
      .engine=${this.engine}
      .cell=${cell}
      .run=${this.runs.get(cell)}
      ?busy=${this.busy}
      ?readonly=${this.readonly}
    ></glove-code-cell>`;
  }

  private renderError({ status }: Turn): TemplateResult | typeof nothing {
    if (status.state !== 'failed') return nothing;
    return html`<glove-problem .error=${status.error} ?settled=${!this.last} ?embedded=${this.embedded}></glove-problem>`;
  }

  private renderFooter(turn: Turn): TemplateResult | typeof nothing {
    if (turn.status.state === 'running') {
      // The cell that is running shows this.
      if (turn.entries.some(isRunning)) return nothing;
      return html`<span class="spinner"></span>${describeActivity(turn, this.engine)}`;
    }
    const facts = [...describeEnd(turn), ...(this.scripted ? [] : describeCost(turn))];
    return html`
      ${facts.length > 0 ? html`<span>${facts.join(' · ')}</span>` : nothing}
      <glove-turn-actions .turn=${turn} ?own=${this.own} ?last=${this.last} ?busy=${this.busy}></glove-turn-actions>
    `;
  }
}

function describeCost({ model, totalTokens }: Turn): string[] {
  return [
    ...(model ? [model] : []),
    ...(totalTokens === undefined ? [] : [fillPlural(conversation.tokens, totalTokens)]),
  ];
}

function renderFiles(files: readonly File[]): TemplateResult {
  loadMedia();
  return html`
    <ul class="files" aria-label=${conversation.files}>
      ${files.map((file) => html`<li><glove-attachment .file=${file}>${file.name}</glove-attachment></li>`)}
    </ul>
  `;
}

function renderImage({ mimeType, data }: ImageEntry): TemplateResult {
  loadMedia();
  return html`<glove-picture mimeType=${mimeType} .data=${data}></glove-picture>`;
}

/** Says how an answer ended, if not as usual. */
function describeEnd({ status, finishReason }: Turn): string[] {
  if (status.state === 'stopped') return [status.undone ? conversation.stoppedAndUndone : conversation.stopped];
  const end = String(finishReason ?? 'STOP');
  if (end === 'STOP') return [];
  const [reason, advice] = [describeEndReason(end), adviseOnEnd(end)];
  return [
    advice ? fill(conversation.endedEarlyWithAdvice, { reason, advice }) : fill(conversation.endedEarly, { reason }),
  ];
}
