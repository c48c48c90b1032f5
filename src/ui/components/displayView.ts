import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { toBase64 } from '../../base64.ts';
import type { ShownDisplay } from '../cellOutput.ts';
import { formOf, prettyJson } from '../displayForm.ts';
import { Lazy } from '../lazy.ts';
import { base } from './base.ts';

/** Rem that a table gets before it is shown whole, and after. */
const COLLAPSED = 20;
const LARGEST = 80;

/** Something that code showed, in the form that says most. */
export class DisplayView extends LitElement {
  static override readonly styles = [
    base,
    css`
      :host {
        display: block;
        padding-bottom: 0.875rem;
      }

      glove-picture,
      glove-markdown-text,
      .framed {
        margin-inline: 1rem;
      }

      .framed {
        overflow: hidden;
      }

      glove-output-text {
        margin-bottom: -0.875rem;
      }

      iframe {
        display: block;
        width: 100%;
        border: 0;
        color-scheme: light dark;
      }

      button {
        min-height: 2rem;
        margin: 0.375rem 0 0 -0.625rem;
        padding: 0 0.625rem;
        font-size: 0.8125rem;
      }
    `,
  ];

  @property({ attribute: false }) display: ShownDisplay | undefined;
  @state() private isWhole = false;

  readonly #html = new Lazy(this, () => import('../pythonHtml.ts'));

  protected override render(): TemplateResult | typeof nothing {
    const { display } = this;
    const form = display && formOf(display.data);
    if (!display || !form) return nothing;
    switch (form.type) {
      case 'html':
        return this.renderHtml(form.content);
      case 'markdown':
        return html`<glove-markdown-text .text=${form.content}></glove-markdown-text>`;
      case 'latex':
        return html`<glove-markdown-text .text=${asBlock(form.content)}></glove-markdown-text>`;
      case 'svg':
        return this.renderPicture(display, 'image/svg+xml', toBase64(new TextEncoder().encode(form.content)));
      case 'picture':
        return this.renderPicture(display, form.mimeType, form.content);
      case 'json':
        return renderText(prettyJson(form.content));
      case 'text':
        return renderText(form.content);
      default:
        return form satisfies never;
    }
  }

  private renderPicture({ path }: ShownDisplay, mimeType: string, data: string): TemplateResult {
    return html`<glove-picture mimeType=${mimeType} .data=${data} .path=${path}></glove-picture>`;
  }

  private renderHtml(content: string): TemplateResult | typeof nothing {
    const { value } = this.#html;
    if (!value) return nothing;
    const { document, height } = value.frameHtml(content);
    const shown = this.isWhole ? Math.min(height, LARGEST) : Math.min(height, COLLAPSED);
    return html`
      <div class="framed">
        <iframe
          sandbox=""
          referrerpolicy="no-referrer"
          title="Table or text that the code showed"
          srcdoc=${document}
          style="height: ${shown}rem"
        ></iframe>
        ${height > COLLAPSED ? this.renderToggle() : nothing}
      </div>
    `;
  }

  private renderToggle(): TemplateResult {
    return html`
      <button class="quiet" aria-expanded=${this.isWhole} @click=${this.toggle}>
        ${this.isWhole ? 'Show less' : 'Show all'}
      </button>
    `;
  }

  private toggle(): void {
    this.isWhole = !this.isWhole;
  }
}

function renderText(text: string): TemplateResult {
  const pieces = [{ stream: 'stdout', text }] as const;
  return html`<glove-output-text .pieces=${pieces} label="Value that the code showed"></glove-output-text>`;
}

/** Values bring their own dollar signs, or none. */
function asBlock(latex: string): string {
  const bare = latex
    .trim()
    .replace(/^\$\$?|\$\$?$/g, '')
    .replace(/^\\displaystyle\s*/, '');
  return `$$\n${bare}\n$$`;
}
