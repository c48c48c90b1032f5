import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { MODES, type Mode } from '../answer/options.ts';
import { formatMegabytes } from '../bytes/formatSize.ts';
import type { EngineState } from '../chat/python/lazySandbox.ts';
import type { TrayFile } from '../chat/python/pythonFiles.ts';
import { act } from '../elements/events.ts';
import { type PythonRequest, requestPython } from '../elements/pythonEvents.ts';
import { sharedStyles } from '../elements/styles/shared.ts';

const MODE_NAMES: Readonly<Record<Mode, string>> = {
  local: 'In this tab',
  auto: 'Here or at Google',
  server: 'At Google',
};

const CLASSES: Partial<Record<PythonRequest['type'], string>> = { stop: 'turns', rewind: 'quiet turns' };

/** The state of Python, with buttons for files, undo and reset. */
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
        margin-right: 0.375rem;
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }

      @media (width < 45rem) {
        .memory {
          padding-left: 0.5rem;
        }
      }

      /* Stays on one line. The menu has the download, too. */
      @media (width < 32rem) {
        .memory,
        .download {
          display: none;
        }

        select {
          margin-left: auto;
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
        margin-left: 0.25rem;
        border-radius: 50%;
        background: var(--glove-accent);
      }
    `,
  ];

  @property({ attribute: false }) engine: EngineState = { state: 'idle' };
  /** In bytes; `undefined` if unknown. */
  @property({ attribute: false }) memory: number | undefined;
  @property({ attribute: false }) files: readonly TrayFile[] = [];
  @property({ type: Boolean }) filesOpen = false;
  /** Whether code is running, or Python is being changed in another way. */
  @property({ type: Boolean }) busy = false;
  /** Whether the user's code is running. */
  @property({ type: Boolean }) ownRun = false;
  /** Whether the conversation can be downloaded. */
  @property({ type: Boolean }) live = false;
  /** Where the model's code runs; `undefined` if there is no choice. */
  @property({ attribute: false }) mode: Mode | undefined;

  @query('[aria-expanded]') private readonly filesButton: HTMLElement | null | undefined;

  focusFiles(): void {
    this.filesButton?.focus();
  }

  protected override render(): TemplateResult {
    const isDisabled = this.busy || this.engine.state !== 'ready';
    return html`
      ${this.memory === undefined ? nothing : renderMemory(this.memory)}
      ${this.renderFilesButton()}
      ${
        // Both have the same place, so that nothing moves when a run begins.
        this.ownRun
          ? this.renderButton('Stop', 'Stop your run', false, { type: 'stop' })
          : this.renderButton('Undo run', 'Undo run: restore the state before the last run', isDisabled, {
              type: 'rewind',
            })
      }
      ${this.renderButton('Reset', 'Reset Python', isDisabled, { type: 'reset' })}
      ${this.live ? this.renderDownload() : nothing} ${this.mode ? this.renderMode(this.mode) : nothing}
    `;
  }

  private renderFilesButton(): TemplateResult {
    const fresh = this.files.filter(({ isNew }) => isNew).length;
    const label = `Python’s files: ${this.files.length}${fresh > 0 ? `, ${fresh} new` : ''}`;
    return html`
      <button class="quiet" aria-expanded=${this.filesOpen} aria-label=${label} title=${label} @click=${() => act(this, 'toggle-files')}>
        Files${this.files.length > 0 ? ` ${this.files.length}` : ''}${fresh > 0 ? html`<span class="new"></span>` : nothing}
      </button>
    `;
  }

  private renderButton(label: string, name: string, disabled: boolean, request: PythonRequest): TemplateResult {
    return html`
      <button
        class=${CLASSES[request.type] ?? 'quiet'}
        aria-label=${name}
        title=${name}
        ?disabled=${disabled}
        @click=${() => requestPython(this, request)}
      >
        ${label}
      </button>
    `;
  }

  private renderDownload(): TemplateResult {
    const name = 'Download the conversation with its variables and files';
    return html`
      <button class="quiet download" aria-label=${name} title=${name} ?disabled=${this.busy} @click=${() => act(this, 'save-file')}>
        Download
      </button>
    `;
  }

  private renderMode(chosen: Mode): TemplateResult {
    return html`
      <select aria-label="Where the model’s code runs" title="Where the model’s code runs" @change=${this.chooseMode}>
        ${MODES.map((mode) => html`<option value=${mode} ?selected=${mode === chosen}>${MODE_NAMES[mode]}</option>`)}
      </select>
    `;
  }

  private chooseMode({ target }: Event): void {
    const mode = MODES.find((known) => target instanceof HTMLSelectElement && known === target.value);
    if (mode) requestPython(this, { type: 'choose-mode', mode });
  }
}

function renderMemory(memory: number): TemplateResult {
  const words = 'Python’s memory after its last run, without files';
  return html`<span class="memory" title=${words}><span class="visually-hidden">${words}: </span>${formatMegabytes(memory)}</span>`;
}
