import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { describeOutcome, describeRun } from '../describe.ts';
import type { EngineState } from '../engine.ts';
import { Lazy } from '../lazy.ts';
import type { CodeEntry } from '../transcript.ts';
import { base } from './base.ts';
import { codeColours } from './codeColours.ts';

const COPIED_FOR = 2000;

/** Code that the model wrote, what it wrote when it was run, and how that ended. */
export class CodeCell extends LitElement {
  static override readonly styles = [
    base,
    codeColours,
    css`
      :host {
        display: block;
        container-type: inline-size;
        overflow: hidden;
        border: 1px solid var(--glove-line);
        border-radius: var(--glove-radius);
      }

      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 0.75rem;
        min-height: 2.5rem;
        padding: 0.375rem 0.375rem 0.375rem 1rem;
      }

      .label {
        flex: 1;
        display: flex;
        align-items: center;
        gap: 0.5rem;
        font-size: 0.875rem;
        font-weight: 600;
        white-space: nowrap;
      }

      @container (width < 24rem) {
        .field-name {
          order: 1;
          flex-basis: 100%;
        }
      }

      .result {
        padding-right: 1rem;
        border-top: 1px solid var(--glove-line);
        background: var(--glove-surface);
      }

      .mark {
        width: 0.5rem;
        height: 0.5rem;
        border-radius: 50%;
        background: var(--glove-ink-soft);
      }

      .OUTCOME_OK .mark {
        background: var(--glove-good);
      }

      .OUTCOME_FAILED {
        color: var(--glove-bad);
      }

      .OUTCOME_FAILED .mark {
        background: var(--glove-bad);
      }

      .OUTCOME_DEADLINE_EXCEEDED {
        color: var(--glove-warn);
      }

      .OUTCOME_DEADLINE_EXCEEDED .mark {
        background: var(--glove-warn);
      }

      pre {
        overflow: auto;
        max-height: 32rem;
        margin: 0;
        padding: 0.125rem 1rem 0.875rem;
        font: 0.8438rem / 1.6 var(--glove-mono);
        tab-size: 4;
      }

      pre:focus-visible {
        outline-offset: -2px;
      }

      button {
        min-height: 2rem;
        padding: 0 0.625rem;
        font-size: 0.8125rem;
      }
    `,
  ];

  @property({ attribute: false }) entry: CodeEntry | undefined;
  @property({ attribute: false }) engine: EngineState = { state: 'idle' };
  @state() private copied = false;

  readonly #highlight = new Lazy(this, () => import('../highlight.ts'));

  protected override render(): TemplateResult | typeof nothing {
    if (!this.entry) return nothing;
    return html`
      <header>
        <span class="label">Python</span>
        <span class="field-name">executableCode · ${this.entry.language}</span>
        <button class="quiet" @click=${this.copy} aria-label="Copy the code">${this.copied ? 'Copied' : 'Copy'}</button>
        <span class="aloud" role="status">${this.copied ? 'Copied' : ''}</span>
      </header>
      <pre tabindex="0" role="region" aria-label="Python code"><code>${this.renderCode(this.entry.code)}</code></pre>
      ${this.renderResult(this.entry)}
    `;
  }

  private renderCode(code: string): string | TemplateResult[] {
    const spans = this.#highlight.value?.highlightPython(code);
    return spans?.map(({ text, classes }) => html`<span class=${classes}>${text}</span>`) ?? code;
  }

  private renderResult(entry: CodeEntry): TemplateResult {
    const { run, output } = entry;
    const outcome = run.state === 'ended' ? run.outcome : '';
    const label = run.state === 'running' ? describeRun(this.engine) : describeOutcome(entry);
    return html`
      <header class="result">
        <span class="label ${outcome}" data-testid="outcome">
          <span class=${run.state === 'running' ? 'spinner' : 'mark'}></span>${label}
        </span>
        <span class="field-name">codeExecutionResult${outcome && ` · ${outcome}`}</span>
      </header>
      <glove-code-output .pieces=${output} ?ended=${run.state === 'ended'}></glove-code-output>
    `;
  }

  private async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.entry?.code ?? '');
    this.copied = true;
    setTimeout(() => {
      this.copied = false;
    }, COPIED_FOR);
  }
}
