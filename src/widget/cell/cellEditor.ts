import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { codeColours } from '../../elements/cell/codeColours.ts';
import { lineNumberStyles, lineNumbers } from '../../elements/cell/lineNumbers.ts';
import { LazyModule } from '../../elements/lazyModule.ts';
import { requestIntrospection } from '../../elements/pythonEvents.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { widgetCell } from '../../language/en/embedded/widgetCell.ts';
import { applyChange, breakLine, indent, outdent } from './indentation.ts';
import type { NameHelp } from './nameHelp.ts';

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta']);

/**
 * A code editor: a text field with the same text in colours behind it. Tab indents once the user edits. Until then, and after Escape, it moves
 * the focus, as elsewhere in a page. Names are completed, once Python is ready.
 *
 * @see https://www.w3.org/WAI/WCAG22/Understanding/no-keyboard-trap
 */
export class CellEditor extends LitElement {
  static override readonly styles = [
    sharedStyles,
    codeColours,
    lineNumberStyles,
    css`
      :host {
        overflow: auto;
        max-height: var(--glove-max-height, 32rem);
      }

      :host(:focus-within) {
        outline: 2px solid var(--glove-accent);
        outline-offset: -2px;
      }

      .layers {
        display: grid;
        grid-template-columns: auto 1fr;
        direction: ltr;
        width: max-content;
        min-width: 100%;
        padding-block: 0.75rem;
        font: 0.8438rem / 1.6 var(--glove-mono);
      }

      pre,
      textarea {
        grid-area: 1 / 2;
        min-width: 0;
        margin: 0;
        padding: 0;
        padding-inline-end: 1rem;
        border: 0;
        font: inherit;
        tab-size: 4;
        white-space: pre;
      }

      textarea {
        overflow: hidden;
        background: none;
        color: transparent;
        caret-color: var(--glove-ink);
        resize: none;
      }

      /* The whole editor shows the focus. */
      textarea:focus-visible {
        outline: none;
      }

      textarea::selection {
        background: color-mix(in srgb, var(--glove-accent) 30%, transparent);
      }

      @media (forced-colors: active) {
        textarea {
          color: CanvasText;
        }

        pre {
          visibility: hidden;
        }
      }
    `,
  ];

  @property() code = '';
  @property({ type: Boolean }) readonly = false;
  @property() language: 'python' | 'javascript' = 'python';
  @property() label = '';

  @query('pre') private readonly layout!: HTMLElement;
  @query('textarea') private readonly field!: HTMLTextAreaElement;

  #nameHelp: NameHelp | undefined;
  /** Whether the user does more than pass by with Tab. */
  #isEditing = false;
  readonly #highlight = new LazyModule(this, async () =>
    (await import('../../elements/cell/highlight.ts')).loadHighlighter('PYTHON'),
  );

  protected override render(): TemplateResult {
    return html`
      <div class="layers" data-lines=${lineNumbers(this.code)}>
        <pre aria-hidden="true"><code>${this.renderCode()}</code>${'\n'}</pre>
        <textarea
          aria-label=${this.label}
          rows="1"
          wrap="off"
          spellcheck="false"
          autocapitalize="off"
          autocomplete="off"
          ?readonly=${this.readonly}
          .value=${live(this.code)}
          aria-autocomplete=${this.helps ? 'list' : nothing}
          aria-haspopup=${this.helps ? 'listbox' : nothing}
          aria-description=${this.readonly ? nothing : widgetCell.leaveAloud}
          @input=${this.onInput}
          @keydown=${this.onKey}
          @focus=${this.loadNameHelp}
          @pointerdown=${this.beginEditing}
          @blur=${this.endEditing}
        ></textarea>
      </div>
    `;
  }

  private renderCode(): string | TemplateResult[] {
    if (this.language !== 'python') return this.code;
    const spans = this.#highlight.value?.(this.code);
    return spans?.map(({ text, classes }) => html`<span class=${classes}>${text}</span>`) ?? this.code;
  }

  /** Whether names are completed: over all else in the window, which older browsers can't do. */
  private get helps(): boolean {
    return this.language === 'python' && !this.readonly && 'popover' in HTMLElement.prototype;
  }

  private onInput(event: Event): void {
    this.code = this.field.value;
    // The input event leaves the shadow tree, and the cell reads the code.
    if (event instanceof InputEvent) this.help(event.inputType);
  }

  private async help(inputType: string): Promise<void> {
    await this.loadNameHelp();
    await this.#nameHelp?.onInput(inputType);
  }

  private async loadNameHelp(): Promise<void> {
    if (!this.helps || this.#nameHelp) return;
    // If it can't be loaded, the user types without it.
    const code = await import('./nameHelp.ts').catch(() => undefined);
    const { field, layout: text } = this;
    const ask = () => requestIntrospection(this);
    if (code) this.#nameHelp ??= new code.NameHelp({ editor: this, field, text, ask });
  }

  private onKey(event: KeyboardEvent): void {
    const { target: field, key, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (!(field instanceof HTMLTextAreaElement) || this.readonly || event.isComposing) return;
    if (this.helps && this.#nameHelp?.onKey(event)) {
      event.preventDefault();
      return;
    }
    if (key === 'Escape') this.#isEditing = false;
    else if (key !== 'Tab' && !MODIFIERS.has(key)) this.#isEditing = true;
    if (ctrlKey || metaKey || altKey) return;
    if (key === 'Enter' && !shiftKey) applyChange(field, breakLine(field, this.language));
    else if (key === 'Tab' && this.#isEditing) applyChange(field, (shiftKey ? outdent : indent)(field, this.language));
    else return;
    event.preventDefault();
  }

  private beginEditing(): void {
    this.#isEditing = !this.readonly;
  }

  private endEditing(): void {
    this.#isEditing = false;
  }
}
