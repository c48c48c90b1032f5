import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { errorMessage } from '../../errors.ts';
import { media } from '../../language/en/content/media.ts';
import { fill } from '../../language/fill.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';
import type { Chart } from '../../viewer/chart.ts';
import { ChartFrame, type ChartNews } from '../../viewer/chartFrame.ts';
import { chartLabel } from '../../viewer/chartLabel.ts';
import { loadProgram } from '../../viewer/programs.ts';
import { sharedStyles } from '../styles/shared.ts';

/** The maximum height, in rem. What is higher scrolls. */
const MAX_HEIGHT = 80;
/** Sentences below a chart, each with at most one address. */
const MAX_NOTES = 5;

/** A sentence below the chart. */
interface Note {
  text: string;
  /** Of what was not loaded. */
  address: string;
}

type Drawing =
  | { state: 'loading' }
  | { state: 'framed' | 'drawn'; frame: ChartFrame }
  | { state: 'failed'; reason: string };

/** An interactive chart, drawn in a sealed frame. */
export class ChartView extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      iframe {
        display: block;
        width: calc(100% - 2rem);
        height: 0;
        margin-inline: 1rem;
        border: 0;
      }

      .note {
        margin-inline: 1rem;
      }
    `,
  ];

  @property({ attribute: false, hasChanged: isOther }) chart: Chart | undefined;
  /** What is shown if the chart can't be drawn. */
  @property({ attribute: false }) text = '';
  @state() private drawing: Drawing = { state: 'loading' };
  @state() private notes: readonly Note[] = [];
  /** Pixels. */
  @state() private height = 0;
  @query('iframe') private readonly element: HTMLIFrameElement | null | undefined;

  #description = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('chart')) return;
    this.disconnect();
    this.drawing = { state: 'loading' };
    this.notes = [];
    if (this.chart) this.load(this.chart);
  }

  protected override render(): TemplateResult {
    const { drawing } = this;
    if (drawing.state === 'failed') return this.renderFailure(drawing.reason);
    return html`
      ${drawing.state === 'drawn' ? '' : html`<p class="note field-name" role="status">${media.drawing}</p>`}
      ${drawing.state === 'loading' ? '' : this.renderFrame(drawing.frame)}
      ${this.notes.map(({ text, address }) => html`<p class="note field-name">${text} <bdi>${address}</bdi></p>`)}
    `;
  }

  private renderFrame({ document }: ChartFrame): TemplateResult {
    return html`
      <iframe
        sandbox="allow-scripts"
        referrerpolicy="no-referrer"
        title=${this.#description}
        .srcdoc=${document}
        @load=${this.connect}
      ></iframe>
    `;
  }

  private renderFailure(reason: string): TemplateResult {
    const pieces = [{ stream: 'stdout', text: this.text }] as const;
    return html`
      <p class="note field-name" role="status">${fill(media.notDrawn, { chart: this.#description, reason })}</p>
      <glove-output-text .pieces=${pieces} label=${media.chartAsText}></glove-output-text>
    `;
  }

  protected override updated(): void {
    // A strict policy of the page refuses style attributes, but not properties.
    if (this.element) this.element.style.height = `min(${this.height}px, ${MAX_HEIGHT}rem)`;
  }

  private async load(chart: Chart): Promise<void> {
    this.#description = chartLabel(chart);
    try {
      const program = await loadProgram(chart);
      // Meanwhile, the element may have got another chart.
      if (chart !== this.chart) return;
      const order = { chart: chart.content, description: this.#description };
      const frame = new ChartFrame(program, order, (news) => this.hear(news));
      this.drawing = { state: 'framed', frame };
    } catch (error) {
      this.drawing = { state: 'failed', reason: errorMessage(error) };
    }
  }

  private connect(): void {
    if (this.element && 'frame' in this.drawing) this.drawing.frame.connect(this.element);
  }

  private disconnect(): void {
    if ('frame' in this.drawing) this.drawing.frame.disconnect();
  }

  private hear(news: ChartNews): void {
    switch (news.type) {
      case 'height':
        this.height = news.height;
        if (this.drawing.state === 'framed') this.drawing = { ...this.drawing, state: 'drawn' };
        break;
      case 'refused':
        this.note({ text: media.leftOutOfChart, address: escapeBidi(news.address) });
        break;
      case 'noted':
        this.note({ text: escapeBidi(news.message), address: '' });
        break;
      case 'failed':
        this.disconnect();
        this.drawing = { state: 'failed', reason: escapeBidi(news.message) };
        break;
      case 'unheard':
        this.disconnect();
        this.drawing = { state: 'failed', reason: media[news.problem] };
        break;
      case 'picture':
        // Not asked for.
        break;
      default:
        news satisfies never;
    }
  }

  private note(note: Note): void {
    const isKnown = this.notes.some(({ text, address }) => text === note.text && address === note.address);
    if (!isKnown && this.notes.length < MAX_NOTES) this.notes = [...this.notes, note];
  }
}

/** Each drawing of the page has an object of its own for a chart. */
function isOther(one: Chart | undefined, other: Chart | undefined): boolean {
  return one?.content !== other?.content || one?.library !== other?.library;
}
