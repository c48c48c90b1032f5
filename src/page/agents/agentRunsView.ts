import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { AgentRun, Permission } from '../../chat/python/agentRuns.ts';
import type { EngineState } from '../../chat/python/lazySandbox.ts';
import type { UserRun } from '../../chat/python/userRuns.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';

/** The programs of the browser's agent: those that wait for the user, and those that run or have run. */
export class AgentRunsView extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 1rem;
        margin-top: 2.5rem;
      }

      .question {
        display: flex;
        flex-direction: column;
        gap: 0.75rem;
        padding: 1rem;
        border: 1px solid var(--glove-accent);
        border-radius: var(--glove-radius);
      }

      pre {
        max-height: 24rem;
        margin: 0;
        overflow: auto;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }

      .ran {
        gap: 0.75rem;
      }
    `,
  ];

  @property({ attribute: false }) runs: readonly AgentRun[] = [];
  @property({ attribute: false }) engine: EngineState = { state: 'idle' };
  /** The user's runs of these programs, by cell. */
  @property({ attribute: false }) ownRuns: ReadonlyMap<string, UserRun> = new Map();
  /** Whether something is running, so that the user can run nothing else. */
  @property({ type: Boolean }) busy = false;

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('runs') || stateOf(this.runs) === stateOf(changed.get('runs') ?? [])) return;
    // The cell draws itself before the next frame.
    requestAnimationFrame(() => this.scrollIntoView({ block: 'end' }));
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.runs.length === 0) return nothing;
    return html`${this.runs.map((run) => (run.decide ? renderQuestion(run, run.decide) : this.renderRun(run)))}`;
  }

  private renderRun({ id, entry, stop }: AgentRun): TemplateResult {
    const cell = `agent/${id}`;
    return html`
      <section aria-label="Program of the browser’s agent">
        <p class="row remark ran">
          ${stop ? html`Your browser’s agent runs this. <button @click=${stop}>Stop</button>` : 'Your browser’s agent ran this.'}
        </p>
        <glove-code-cell
          .entry=${entry}
          .engine=${this.engine}
          .cell=${cell}
          .run=${this.ownRuns.get(cell)}
          ?busy=${this.busy}
        ></glove-code-cell>
      </section>
    `;
  }
}

/** Tells apart whether the latest program waits, runs or has run. */
function stateOf(runs: readonly AgentRun[]): string {
  const last = runs.at(-1);
  return `${last?.id} ${last?.decide !== undefined} ${last?.stop !== undefined}`;
}

function renderQuestion({ entry }: AgentRun, decide: (permission: Permission) => void): TemplateResult {
  return html`
    <section class="question" role="alert" aria-label="Question of the browser’s agent">
      <p>Your browser’s agent wants to run this in your Python. It gets the output, and can read Python’s files.</p>
      <pre tabindex="0" role="group" aria-label="Python code">${escapeBidi(entry.code)}</pre>
      <div class="buttons">
        <button class="primary" @click=${() => decide('once')}>Run</button>
        <button @click=${() => decide('always')}>Run all in this visit</button>
        <button @click=${() => decide('never')}>Don’t run</button>
      </div>
    </section>
  `;
}
