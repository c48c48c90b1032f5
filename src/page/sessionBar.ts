import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { MODES, type Mode } from '../answer/options.ts';
import type { EngineState } from '../chat/python/lazySandbox.ts';
import type { TrayFile } from '../chat/python/pythonFiles.ts';
import { act } from '../elements/events.ts';
import { type PythonRequest, requestPython } from '../elements/pythonEvents.ts';
import { sharedStyles } from '../elements/styles/shared.ts';
import { session as words } from '../language/en/session.ts';
import { fill } from '../language/fill.ts';
import { formatMegabytes } from '../language/formatSize.ts';
import type { TrayView } from './tray/tray.ts';

const MODE_NAMES = { local: 'inThisTab', auto: 'hereOrAtGoogle', server: 'atGoogle' } as const satisfies Record<
  Mode,
  keyof typeof words
>;

const CLASSES: Partial<Record<PythonRequest['type'], string>> = { stop: 'turns', rewind: 'quiet turns' };

/** The state of Python, with buttons for files, variables, undo and reset. */
export class SessionBar extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 0.125rem;
        min-width: 0;
        color: var(--glove-ink-soft);
        font-size: 0.8125rem;
      }

      .memory {
        margin-inline-end: 0.375rem;
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }

      @media (width < 45rem) {
        .memory {
          padding-inline-start: 0.5rem;
        }
      }

      /* Stays on one line. The tray has the variables, too. */
      @media (width < 32rem) {
        .memory,
        .variables {
          display: none;
        }

        select {
          margin-inline-start: auto;
        }
      }

      button,
      select {
        min-height: 2rem;
        padding: 0 0.375rem;
        font-size: inherit;
      }

      /* Stop and Undo run share one place. */
      .turns {
        min-width: 4.75rem;
      }

      button:disabled {
        background: none;
        opacity: 0.55;
        cursor: default;
      }

      button[aria-expanded='true'] {
        background: var(--glove-surface);
        color: var(--glove-ink);
      }

      select {
        max-width: 11rem;
        field-sizing: content;
        border-color: transparent;
        background: transparent;
        cursor: pointer;
      }

      select:hover {
        background: var(--glove-surface);
        color: var(--glove-ink);
      }

      option {
        background: var(--glove-raised);
        color: var(--glove-ink);
      }

      .new {
        display: inline-block;
        width: 0.4375rem;
        height: 0.4375rem;
        margin-inline-start: 0.25rem;
        border-radius: 50%;
        background: var(--glove-accent);
      }
    `,
  ];

  @property({ attribute: false }) engine: EngineState = { state: 'idle' };
  /** In bytes; `undefined` if unknown. */
  @property({ attribute: false }) memory: number | undefined;
  @property({ attribute: false }) files: readonly TrayFile[] = [];
  /** What the tray shows; `undefined` if it is closed. */
  @property({ attribute: false }) trayView: TrayView | undefined;
  /** Whether code is running, or Python is being changed in another way. */
  @property({ type: Boolean }) busy = false;
  /** Whether there is a run to undo. */
  @property({ type: Boolean }) undoable = false;
  /** Whether the user's code is running. */
  @property({ type: Boolean }) ownRun = false;
  /** Where the model's code runs; `undefined` if there is no choice. */
  @property({ attribute: false }) mode: Mode | undefined;

  /** Moves the focus to the button that shows a view in the tray: if there is no room for it, to the first. */
  focusView(view: TrayView): void {
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('[aria-expanded]')];
    const shown = buttons.filter((button) => button.checkVisibility());
    (shown.find((button) => button.classList.contains(view)) ?? shown[0])?.focus();
  }

  protected override render(): TemplateResult {
    const isDisabled = this.busy || this.engine.state !== 'ready';
    return html`
      ${this.memory === undefined ? nothing : renderMemory(this.memory)}
      ${this.renderFilesButton()} ${this.renderVariablesButton()}
      ${
        // Both have the same place, so that nothing moves when a run begins.
        this.ownRun
          ? this.renderButton(words.stop, words.stopRun, false, { type: 'stop' })
          : this.renderUndo(isDisabled)
      }
      ${this.renderButton(words.reset, words.resetPython, isDisabled, { type: 'reset' })}
      ${this.mode ? this.renderMode(this.mode) : nothing}
    `;
  }

  private renderFilesButton(): TemplateResult {
    const fresh = this.files.filter(({ isNew }) => isNew).length;
    const count = this.files.length;
    const label = fresh > 0 ? fill(words.pythonFilesNew, { count, fresh }) : fill(words.pythonFilesCount, { count });
    return html`
      <button class="quiet files" aria-expanded=${this.trayView === 'files'} aria-label=${label} title=${label} @click=${() => act(this, 'toggle-files')}>
        ${count > 0 ? fill(words.filesCount, { count }) : words.files}${fresh > 0 ? html`<span class="new"></span>` : nothing}
      </button>
    `;
  }

  private renderVariablesButton(): TemplateResult {
    const isOpen = this.trayView === 'variables';
    return html`
      <button class="quiet variables" aria-expanded=${isOpen} title=${words.variablesAbout} @click=${() => act(this, 'toggle-variables')}>
        ${words.variables}
      </button>
    `;
  }

  private renderUndo(isDisabled: boolean): TemplateResult {
    const why = this.undoable ? undefined : words.nothingToUndoAbout;
    return this.renderButton(words.undo, words.undoAbout, isDisabled || !this.undoable, { type: 'rewind' }, why);
  }

  /** @param why it is disabled */
  private renderButton(
    label: string,
    name: string,
    disabled: boolean,
    request: PythonRequest,
    why?: string,
  ): TemplateResult {
    return html`
      <button
        class=${CLASSES[request.type] ?? 'quiet'}
        aria-label=${name}
        title=${why ?? name}
        ?disabled=${disabled}
        @click=${() => requestPython(this, request)}
      >
        ${label}
      </button>
    `;
  }

  private renderMode(chosen: Mode): TemplateResult {
    return html`
      <select aria-label=${words.whereCodeRuns} title=${words.whereCodeRuns} @change=${this.chooseMode}>
        ${MODES.map((mode) => html`<option value=${mode} ?selected=${mode === chosen}>${words[MODE_NAMES[mode]]}</option>`)}
      </select>
    `;
  }

  private chooseMode({ target }: Event): void {
    const mode = MODES.find((known) => target instanceof HTMLSelectElement && known === target.value);
    if (mode) requestPython(this, { type: 'choose-mode', mode });
  }
}

function renderMemory(memory: number): TemplateResult {
  const label = words.memory;
  return html`<span class="memory" title=${label}><span class="visually-hidden">${label}: </span>${formatMegabytes(memory)}</span>`;
}
