import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Explanation } from '../../chat/errors/explanation.ts';
import { describeOutcome, describeRestart, describeRun } from '../../chat/labels.ts';
import type { EngineState } from '../../chat/python/lazySandbox.ts';
import type { CodeEntry } from '../../chat/transcript.ts';
import { cell } from '../../language/en/cell.ts';
import { conversation } from '../../language/en/conversation.ts';
import { fill } from '../../language/fill.ts';
import { language } from '../../language/language.ts';
import { visibleName } from '../../text/safeName.ts';
import { LazyModule } from '../lazyModule.ts';
import { sharedStyles } from '../styles/shared.ts';

/** The last line of a traceback, with the name of the file that was not found. */
const MISSING_FILE = /^FileNotFoundError: .*'([^'\n]+)'\s*$/m;

/** The result of a run: how it ended, and its output. */
export class RunResultView extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        border-top: 1px solid var(--glove-line);
        background: var(--glove-surface);
      }

      /* Marks runs of the user. */
      :host([own]) {
        border-inline-start: 3px solid var(--glove-accent);
      }

      header {
        gap: 0 0.75rem;
        min-height: 2.5rem;
        padding: 0.375rem 1rem;
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

      .mark {
        background: var(--glove-ink-soft);
      }

      .OUTCOME_OK .mark {
        background: var(--glove-good);
      }

      .OUTCOME_FAILED .mark,
      .OUTCOME_DEADLINE_EXCEEDED .mark {
        background: currentColor;
      }

      p {
        padding: 0 1rem 0.625rem;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) entry: CodeEntry | undefined;
  @property({ attribute: false }) engine: EngineState = { state: 'idle' };
  /** Whether the user has run it. */
  @property({ type: Boolean }) own = false;
  /** Whether there is no model that has written the code, or gets its result. */
  @property({ type: Boolean }) alone = false;
  /** Why the code could not be run at all. */
  @property({ attribute: false }) error: unknown;

  readonly #errors = new LazyModule(this, () => import('../../chat/errors/explainError.ts'));

  protected override render(): TemplateResult | typeof nothing {
    const { entry, own } = this;
    if (!entry) return nothing;
    const { run } = entry;
    const outcome = run.state === 'ended' ? run.outcome : '';
    return html`
      <header class="row">
        <span class="label ${outcome}" role=${own || this.alone ? 'status' : nothing} data-testid=${own ? 'own-outcome' : 'outcome'}>
          <span class=${run.state === 'running' && !entry.userRequests ? 'spinner' : 'mark'}></span>${this.describe(entry)}
        </span>
        ${own || this.alone ? nothing : html`<span class="field-name api">codeExecutionResult${outcome && ` · ${outcome}`}</span>`}
        <slot></slot>
      </header>
      ${this.renderRemarks(entry)}
      <glove-code-output
        .cell=${entry}
        label=${own ? conversation.yourOutput : cell.output}
        ?ended=${run.state === 'ended'}
        ?own=${own || this.alone}
      ></glove-code-output>
    `;
  }

  /** Why the code could not be run, once the words for it are loaded. */
  private explain(): Partial<Explanation> {
    return (this.error && this.#errors.value?.explainError(this.error)) || {};
  }

  private describe(entry: CodeEntry): string {
    const { own, engine } = this;
    const { title } = this.explain();
    if (!own) return this.describeRun(entry);
    switch (entry.run.state) {
      case 'running':
        return ofUser(describeRun(entry, engine));
      case 'not-run':
      case 'cut-off':
        return title === undefined ? conversation.yourRunStopped : ofUser(title);
      case 'ended':
        return ofUser(describeOutcome(entry));
    }
  }

  private describeRun(entry: CodeEntry): string {
    if (entry.run.state === 'running') return describeRun(entry, this.engine);
    const isStopped = this.alone && entry.run.state === 'cut-off';
    return this.explain().title ?? (isStopped ? conversation.stopped : describeOutcome(entry));
  }

  /** What the user's code opens is among Python's files, or not at all. */
  private renderMissingFile(): TemplateResult | typeof nothing {
    const errors = this.entry?.output.filter(({ stream }) => stream === 'stderr').map(({ text }) => text) ?? [];
    const [, name] = MISSING_FILE.exec(errors.join('')) ?? [];
    if (name === undefined) return nothing;
    return html`<p class="remark" role="note">${fill(conversation.fileMissing, { name: visibleName(name) })}</p>`;
  }

  private renderRemarks({ run }: CodeEntry): TemplateResult {
    const restart = run.state === 'ended' ? run.restart : undefined;
    const { advice, detail } = this.explain();
    return html`
      ${this.own ? html`<p class="remark">${conversation.onlyYou}</p>` : nothing}
      ${restart ? html`<p class="remark">${describeRestart(restart)}</p>` : nothing}
      ${(this.own || this.alone) && run.state === 'ended' ? this.renderMissingFile() : nothing}
      ${advice ? html`<p class="remark" role="alert">${advice} ${detail}</p>` : nothing}
    `;
  }
}

function ofUser(state: string): string {
  return fill(conversation.yourRun, { state: within(state) });
}

/** Lower-cases the first letter, except of Python, in the languages that write no other names of things with a capital. */
function within(words: string): string {
  if (words.startsWith('Python') || !['en', 'es'].includes(language())) return words;
  return words.charAt(0).toLowerCase() + words.slice(1);
}
