import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { CodeLanguage } from '../../answer/codec/languages.ts';
import { media } from '../../language/en/content/media.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';
import { codeColours } from '../cell/codeColours.ts';
import { loadHighlighter } from '../cell/highlight.ts';
import { LazyModule } from '../lazyModule.ts';
import { sharedStyles } from '../styles/shared.ts';

/** Characters that get colours. */
const MAX_LENGTH = 100_000;

/** Source code or JSON that code displays, in colours. */
export class HighlightedCode extends LitElement {
  static override readonly styles = [
    sharedStyles,
    codeColours,
    css`
      pre {
        overflow: auto;
        max-height: 20rem;
        margin: 0;
        padding: 0.625rem 0.875rem;
        border: 1px solid var(--glove-line);
        border-radius: var(--glove-radius);
        font: 0.8438rem / 1.6 var(--glove-mono);
        tab-size: 4;
      }

      @media print {
        pre {
          max-height: none;
          white-space: pre-wrap;
        }
      }
    `,
  ];

  @property() text = '';
  @property() language: CodeLanguage = 'PYTHON';

  readonly #highlighters = {
    PYTHON: new LazyModule(this, () => loadHighlighter('PYTHON')),
    JAVASCRIPT: new LazyModule(this, () => loadHighlighter('JAVASCRIPT')),
  };

  protected override render(): TemplateResult {
    const text = escapeBidi(this.text);
    const highlight = text.length > MAX_LENGTH ? undefined : this.#highlighters[this.language].value;
    const spans = highlight?.(text).map(({ text: part, classes }) => html`<span class=${classes}>${part}</span>`);
    return html`<pre tabindex="0" role="group" aria-label=${media.value}>${spans ?? text}</pre>`;
  }
}
