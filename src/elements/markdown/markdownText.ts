import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { LazyModule } from '../lazyModule.ts';
import { registerLater } from '../register.ts';
import { sharedStyles } from '../styles/shared.ts';
import { mayHaveMath } from './mathSyntax.ts';

/** Loads the elements for pictures of other sites, which few texts have. */
const loadRemoteImages = registerLater(async () => {
  const [{ Picture }, { RemoteImage }] = await Promise.all([
    import('../media/picture.ts'),
    import('../media/remoteImage.ts'),
  ]);
  return { 'glove-picture': Picture, 'glove-remote-image': RemoteImage };
});

/** A model's text. It is plain until the parser and the sanitizer are loaded. */
export class MarkdownText extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        overflow-wrap: break-word;
      }

      .plain {
        white-space: pre-wrap;
      }

      div > :first-child {
        margin-top: 0;
      }

      div > :last-child {
        margin-bottom: 0;
      }

      div + div {
        margin-top: 0.75rem;
      }

      h3,
      h4,
      h5,
      h6 {
        margin: 1.25rem 0 0.5rem;
        font-size: 1.0625rem;
        line-height: 1.35;
      }

      p,
      ul {
        margin: revert;
      }

      ul {
        list-style: revert;
      }

      ul,
      ol {
        padding-inline-start: 1.5rem;
      }

      li + li {
        margin-top: 0.25rem;
      }

      a {
        color: var(--glove-accent);
        text-underline-offset: 0.15em;
      }

      /* The host of a link whose text does not name it. */
      a[data-host]::after {
        content: ' (' attr(data-host) ')';
        color: var(--glove-ink-soft);
        font-size: 0.875em;
      }

      img {
        max-width: 100%;
      }

      math {
        font-size: 1.125em;
      }

      math[display='block'] {
        overflow-x: auto;
        overflow-y: hidden;
        padding-block: 0.25rem;
      }

      code {
        padding: 0.1em 0.3em;
        border-radius: 0.3em;
        background: var(--glove-surface);
        font: 0.875em var(--glove-mono);
      }

      pre {
        overflow-x: auto;
        padding: 0.75rem 1rem;
        border-radius: var(--glove-radius);
        background: var(--glove-surface);
        line-height: 1.5;
      }

      pre code {
        padding: 0;
        background: none;
      }

      blockquote {
        margin: 0;
        padding-inline-start: 1rem;
        border-inline-start: 3px solid var(--glove-line);
        color: var(--glove-ink-soft);
      }

      table {
        display: block;
        overflow-x: auto;
        border-collapse: collapse;
        font-size: 0.9375rem;
        font-variant-numeric: tabular-nums;
      }

      th,
      td {
        padding: 0.3rem 0.75rem;
        border-bottom: 1px solid var(--glove-line);
        text-align: start;
      }

      [align='right'] {
        text-align: right;
      }

      [align='center'] {
        text-align: center;
      }
    `,
  ];

  @property() text = '';

  readonly #markdown = new LazyModule(this, () => import('./markdown.ts'));
  readonly #math = new LazyModule(this, () => import('./math.ts'));

  protected override render(): TemplateResult | TemplateResult[] {
    // Without the module, the source is readable.
    const math = mayHaveMath(this.text) ? this.#math.value : undefined;
    const blocks = this.#markdown.value?.renderMarkdown(this.text, math?.renderMath);
    if (!blocks) return html`<div class="plain" dir="auto">${this.text}</div>`;
    if (blocks.some((block) => block.includes('<glove-remote-image'))) loadRemoteImages();
    return blocks.map((block) => html`<div dir="auto">${unsafeHTML(block)}</div>`);
  }
}
