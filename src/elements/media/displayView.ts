import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { toBase64 } from '../../bytes/base64.ts';
import type { ShownDisplay } from '../../chat/cellOutput.ts';
import { media } from '../../language/en/content/media.ts';
import { SVG_MIME_TYPE } from '../../pictures/mediaTypes.ts';
import { describeChart } from '../../sandbox/charts/describeChart.ts';
import { readChart } from '../../sandbox/charts/readChart.ts';
import { TABLE_MIME_TYPE } from '../../sandbox/tables/tableData.ts';
import { LazyModule } from '../lazyModule.ts';
import { register } from '../register.ts';
import { sharedStyles } from '../styles/shared.ts';
import { formOf, standaloneSvg } from './displayForm.ts';

/** A display of code, in its richest format. */
export class DisplayView extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        padding-bottom: 0.875rem;
      }

      glove-picture,
      glove-figure-data,
      glove-table-view,
      glove-markdown-text,
      glove-framed-html,
      glove-shown-media,
      glove-file-card,
      glove-highlighted-code {
        margin-inline: 1rem;
      }

      glove-figure-data {
        margin-top: 0.375rem;
      }

      glove-output-text {
        margin-bottom: -0.875rem;
      }
    `,
  ];

  @property({ attribute: false }) display: ShownDisplay | undefined;

  readonly #tables = new LazyModule(this, loadTables);

  protected override render(): TemplateResult | typeof nothing {
    const { display } = this;
    if (!display) return nothing;
    if (display.data[TABLE_MIME_TYPE] !== undefined) return this.renderTable(display);
    return this.renderForm(display);
  }

  /** Renders the table once its element is loaded, and its text until then. One that is malformed has other forms. */
  private renderTable(display: ShownDisplay): TemplateResult | typeof nothing {
    const tables = this.#tables.value;
    if (!tables) return renderText(display.data['text/plain'] ?? '');
    const [table] = tables.tablesIn([display]);
    return table ? html`<glove-table-view .table=${table}></glove-table-view>` : this.renderForm(display);
  }

  private renderForm(display: ShownDisplay): TemplateResult | typeof nothing {
    const form = formOf(display.data);
    if (!form) return nothing;
    if (form.type === 'text' && display.path !== undefined)
      return html`<glove-file-card .path=${display.path}></glove-file-card>`;
    switch (form.type) {
      case 'chart':
        return html`<glove-chart .chart=${form.chart} .text=${form.text}></glove-chart>`;
      case 'html':
        return html`<glove-framed-html .content=${form.content}></glove-framed-html>`;
      case 'markdown':
        return html`<glove-markdown-text .text=${form.content}></glove-markdown-text>`;
      case 'latex':
        return html`<glove-markdown-text .text=${asBlock(form.content)}></glove-markdown-text>`;
      case 'svg':
        return this.renderPicture(
          display,
          SVG_MIME_TYPE,
          toBase64(new TextEncoder().encode(standaloneSvg(form.content))),
        );
      case 'picture':
        return this.renderPicture(display, form.mimeType, form.content);
      case 'media':
        return html`<glove-shown-media .mimeType=${form.mimeType} .data=${form.content}></glove-shown-media>`;
      case 'code':
        return html`<glove-highlighted-code .text=${form.content} .language=${form.language}></glove-highlighted-code>`;
      case 'text':
        return renderText(form.content);
      default:
        return form satisfies never;
    }
  }

  private renderPicture({ path, data: forms }: ShownDisplay, mimeType: string, data: string): TemplateResult {
    const chart = readChart(forms);
    const alt = chart ? describeChart(chart) : '';
    return html`
      <glove-picture mimeType=${mimeType} .data=${data} .path=${path} .alt=${alt}></glove-picture>
      ${chart ? html`<glove-figure-data .chart=${chart}></glove-figure-data>` : nothing}
    `;
  }
}

async function loadTables(): Promise<typeof import('../tables/tableElements.ts')> {
  const tables = await import('../tables/tableElements.ts');
  register(tables.TABLE_ELEMENTS);
  return tables;
}

function renderText(text: string): TemplateResult {
  const pieces = [{ stream: 'stdout', text }] as const;
  return html`<glove-output-text .pieces=${pieces} label=${media.value}></glove-output-text>`;
}

/** LaTeX values may or may not have dollar signs. */
function asBlock(latex: string): string {
  const bare = latex
    .trim()
    .replace(/^\$\$?|\$\$?$/g, '')
    .replace(/^\\displaystyle\s*/, '');
  return `$$\n${bare}\n$$`;
}
