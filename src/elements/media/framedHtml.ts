import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { media } from '../../language/en/content/media.ts';
import { sharedStyles } from '../styles/shared.ts';
import { FRAME_DOCUMENT, fillFrame, type PythonHtml, readPythonHtml, showInTheme } from './pythonHtml.ts';

/** The collapsed and the maximum height, in rem. */
const COLLAPSED = 20;
const MAX_HEIGHT = 80;
/** What runs code, or holds a document that does, as the HTML of many libraries of maps and networks. */
const CODE = /<(?:script|iframe|object|embed)[\s>]/i;

/** HTML from Python, in a frame that runs and loads nothing, and is as high as its content. */
export class FramedHtml extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        overflow: hidden;
      }

      iframe {
        display: block;
        width: 100%;
        height: 0;
        border: 0;

        /* Tells the theme, and by a transition when it changes, for whatever reason. A frame draws no caret. */
        caret-color: light-dark(rgb(255 255 255), rgb(0 0 0));
        transition: caret-color 1ms !important;
      }

      /* In full. */
      @media print {
        iframe {
          height: var(--whole) !important;
        }
      }

      .note {
        margin: 0.375rem 0 0;
      }

      .toggle {
        margin-block-start: 0.375rem;
        margin-inline-start: -0.625rem;
      }
    `,
  ];

  @property({ attribute: false }) content = '';
  @state() private isWhole = false;
  /** The height of the content, in pixels. */
  @state() private height = 0;
  @query('iframe') private readonly frame: HTMLIFrameElement | null | undefined;

  #colours: PythonHtml['colours'] = 'page';

  /** The height changes when pictures load, and when lines break differently. */
  readonly #resize = new ResizeObserver(() => this.measure());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
  }

  protected override render(): TemplateResult {
    return html`
      <iframe
        sandbox="allow-same-origin"
        referrerpolicy="no-referrer"
        title=${media.framed}
        srcdoc=${FRAME_DOCUMENT}
        @load=${this.fill}
        @transitionend=${this.showInTheme}
      ></iframe>
      ${CODE.test(this.content) ? html`<p class="note field-name">${media.withoutScripts}</p>` : nothing}
      ${this.height > inPixels(COLLAPSED) ? this.renderToggle() : nothing}
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('content')) this.fill();
    const { frame } = this;
    // A strict policy of the page refuses style attributes, but not properties.
    frame?.style.setProperty('--whole', `${this.height}px`);
    if (frame) frame.style.height = `min(${this.height}px, ${this.isWhole ? MAX_HEIGHT : COLLAPSED}rem)`;
  }

  private renderToggle(): TemplateResult {
    return html`
      <button class="quiet toggle" aria-expanded=${this.isWhole} @click=${this.toggle}>
        ${this.isWhole ? media.showLess : media.showAll}
      </button>
    `;
  }

  /** Fills the frame, again after a move of the element, which empties it. */
  private fill(): void {
    const { frame, content } = this;
    if (!frame) return;
    const html = readPythonHtml(content);
    const body = fillFrame(frame, html);
    if (!body) return;
    this.#colours = html.colours;
    this.showInTheme();
    this.#resize.disconnect();
    this.#resize.observe(body);
  }

  private showInTheme(): void {
    const { frame } = this;
    if (!frame) return;
    const isDark = getComputedStyle(frame).caretColor === 'rgb(0, 0, 0)';
    showInTheme(frame, this.#colours, isDark ? 'dark' : 'light');
  }

  private measure(): void {
    const { frame } = this;
    const root = frame?.contentDocument?.documentElement;
    const body = frame?.contentDocument?.body;
    if (!frame || !root || !body) return;
    const isWide = root.scrollWidth > root.clientWidth;
    const scrollbar = isWide ? frame.clientHeight - root.clientHeight : 0;
    this.height = Math.ceil(body.getBoundingClientRect().height) + Math.max(0, scrollbar);
  }

  private toggle(): void {
    this.isWhole = !this.isWhole;
  }
}

function inPixels(rem: number): number {
  return rem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
