import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { AgentRun, Permission } from '../../chat/python/agentRuns.ts';
import type { EngineState } from '../../chat/python/lazySandbox.ts';
import type { UserRun } from '../../chat/python/userRuns.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { app } from '../../language/en/app.ts';
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
      <section aria-label=${app.agentProgram}>
        <p class="row remark ran">
          ${stop ? html`${app.agentRuns} <button @click=${stop}>${app.stop}</button>` : app.agentRan}
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
    <section class="question" role="alert" aria-label=${app.agentQuestion}>
      <p>${app.agentAsks}</p>
      <pre dir="ltr" tabindex="0" role="group" aria-label=${app.pythonCode}>${escapeBidi(entry.code)}</pre>
      <div class="buttons">
        <button class="primary" @click=${() => decide('once')}>${app.run}</button>
        <button @click=${() => decide('always')}>${app.runAll}</button>
        <button @click=${() => decide('never')}>${app.dontRun}</button>
      </div>
    </section>
  `;
}
