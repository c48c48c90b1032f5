import {
  css,
  html,
  LitElement,
  nothing,
  type PropertyValues,
  type SVGTemplateResult,
  svg,
  type TemplateResult,
} from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { media } from '../../language/en/content/media.ts';
import { fill } from '../../language/fill.ts';
import type { SingleChart } from '../../sandbox/charts/chart.ts';
import { describeChart } from '../../sandbox/charts/describeChart.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';
import { sharedStyles } from '../styles/shared.ts';
import { type Drawing, drawingOf, type Mark } from './drawing.ts';
import type { Tick } from './scale.ts';

/** Pixels around the axes. */
const MARGIN = { left: 60, right: 16, top: 10, bottom: 44 };
/** Pixels of the axes' height. */
const HEIGHT = 260;
/** Pixels that a tick and its label take on the x-axis, and characters of that label. */
const TICK_WIDTH = 70;
const TICK_LENGTH = 10;
/** Pixels from a point within which a pointer means it. */
const NEAR = 40;
/** Those of Matplotlib, so that the series are found again in the picture. */
const COLOURS = [
  ...['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd'],
  ...['#8c564b', '#e377c2', '#7f7f7f', '#bcbd22', '#17becf'],
];

/** A figure, drawn from its data with the values of what the pointer or the keyboard is at. */
export class FigureChart extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        margin-block: 0.25rem 1rem;
      }

      .figure {
        direction: ltr;
        position: relative;
      }

      svg {
        display: block;
        width: 100%;
        overflow: visible;
        color: var(--glove-ink-soft);
        font-size: 0.75rem;
      }

      .line {
        fill: none;
        stroke-width: 2;
        stroke-linejoin: round;
      }

      .dots {
        fill: none;
        stroke-width: 5;
        stroke-linecap: round;
      }

      .outline {
        fill-opacity: 0.75;
        stroke-width: 1.5;
      }

      .current {
        fill-opacity: 1;
        stroke: var(--glove-ink);
        stroke-width: 2;
      }

      .grid {
        stroke: var(--glove-line);
      }

      .axis {
        stroke: var(--glove-line-strong);
      }

      text {
        fill: currentcolor;
      }

      .values {
        position: absolute;
        z-index: 1;
        top: 0;
        inset-inline-start: 0;
        max-width: 16rem;
        padding: 0.25rem 0.5rem;
        border: 1px solid var(--glove-line-strong);
        border-radius: calc(var(--glove-radius) * 0.6);
        background: var(--glove-raised);
        color: var(--glove-ink);
        font-size: 0.8125rem;
        overflow-wrap: anywhere;
        pointer-events: none;
      }

      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 1rem;
        margin: 0.25rem 0 0;
        padding: 0;
        list-style: none;
        font-size: 0.8125rem;
      }

      .legend svg {
        display: inline-block;
        width: 0.75rem;
        height: 0.75rem;
        margin-inline-end: 0.375rem;
      }
    `,
  ];

  @property({ attribute: false }) chart: SingleChart | undefined;
  /** Pixels of the axes' width; 0 until it is known. */
  @state() private width = 0;
  @state() private current: Mark | undefined;
  @query('.figure') private readonly figure: HTMLElement | null | undefined;
  @query('.values') private readonly values: HTMLElement | null | undefined;

  #drawing: Drawing | undefined;
  readonly #observer = new ResizeObserver(([entry]) => {
    this.width = Math.max(0, Math.round((entry?.contentRect.width ?? 0) - MARGIN.left - MARGIN.right));
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('chart') && !changed.has('width')) return;
    this.current = undefined;
    this.#drawing =
      this.chart && this.width > 0 ? drawingOf(this.chart, { width: this.width, height: HEIGHT }) : undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { chart } = this;
    const drawing = this.#drawing;
    if (!chart || !drawing) return nothing;
    return html`
      <div
        class="figure"
        role="application"
        aria-roledescription=${media.chart}
        aria-label=${fill(media.chartAloud, { chart: describeChart(chart) })}
        tabindex="0"
        @keydown=${this.press}
        @pointermove=${this.point}
        @pointerdown=${this.point}
        @pointerleave=${this.hide}
        @blur=${this.hide}
      >
        ${this.renderDrawing(drawing)}
        ${this.current ? html`<div class="values" aria-hidden="true">${this.current.words.map((line) => html`<div>${escapeBidi(line)}</div>`)}</div>` : nothing}
      </div>
      <output class="visually-hidden">${escapeBidi(this.current?.words.join(', ') ?? '')}</output>
      ${this.renderLegend(drawing)}
    `;
  }

  protected override updated(): void {
    const { current, values, figure } = this;
    if (!current || !values || !figure) return;
    // Beside the mark, where there is room.
    const [x, y] = [current.x + MARGIN.left, current.y + MARGIN.top];
    const isRight = x + 12 + values.offsetWidth <= figure.clientWidth;
    const left = isRight ? x + 12 : Math.max(0, x - 12 - values.offsetWidth);
    // A strict policy of the page refuses style attributes, but not properties.
    values.style.transform = `translate(${Math.round(left)}px, ${Math.round(Math.max(0, y - values.offsetHeight / 2))}px)`;
  }

  private renderDrawing({ marks, paths, xTicks, yTicks, xLabel, yLabel }: Drawing): TemplateResult {
    const { width, current } = this;
    const hasAxes = xTicks.length > 0 || yTicks.length > 0;
    const dot = current && current.outline === undefined ? current : undefined;
    return html`
      <svg height=${HEIGHT + MARGIN.top + (hasAxes ? MARGIN.bottom : 0)} aria-hidden="true">
        <g transform="translate(${MARGIN.left} ${MARGIN.top})">
          ${hasAxes ? renderAxes(xTicks, yTicks, width) : nothing}
          ${marks.map((mark, index) => renderOutline(mark, index, mark === current))}
          ${paths.map(({ series, path, isLine }) => svg`<path class=${isLine ? 'line' : 'dots'} stroke=${colourOf(series)} d=${path}></path>`)}
          ${dot ? svg`<circle class="current" cx=${dot.x} cy=${dot.y} r="5" fill=${colourOf(dot.series)}></circle>` : nothing}
          <text x=${width / 2} y=${HEIGHT + 38} text-anchor="middle">${escapeBidi(xLabel)}</text>
          <text transform="translate(-48 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">${escapeBidi(yLabel)}</text>
        </g>
      </svg>
    `;
  }

  private renderLegend({ series }: Drawing): TemplateResult | typeof nothing {
    if (series.length === 0) return nothing;
    return html`
      <ul class="legend" aria-label=${media.series}>
        ${series.map((name, index) => html`<li><svg viewBox="0 0 12 12" aria-hidden="true"><rect width="12" height="12" rx="2" fill=${colourOf(index)}></rect></svg><bdi>${name}</bdi></li>`)}
      </ul>
    `;
  }

  private press(event: KeyboardEvent): void {
    const marks = this.#drawing?.marks ?? [];
    const index = this.current ? marks.indexOf(this.current) : -1;
    const targets: Record<string, number | undefined> = {
      ArrowRight: index + 1,
      ArrowLeft: Math.max(0, index - 1),
      ArrowDown: this.inOtherSeries(index, 1),
      ArrowUp: this.inOtherSeries(index, -1),
      Home: 0,
      End: marks.length - 1,
    };
    const target = targets[event.key];
    if (event.key === 'Escape') this.hide();
    else if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    else this.current = marks[target] ?? this.current;
    event.preventDefault();
  }

  /** The mark at the same place of the next series, or of the one before. */
  private inOtherSeries(index: number, step: number): number | undefined {
    const marks = this.#drawing?.marks ?? [];
    const series = (marks[index]?.series ?? -1) + step;
    const others = marks.filter((mark) => mark.series === series);
    const [nearest] = others.toSorted((one, other) => this.distanceTo(one, index) - this.distanceTo(other, index));
    return nearest && marks.indexOf(nearest);
  }

  private distanceTo({ x }: Mark, index: number): number {
    return Math.abs(x - (this.#drawing?.marks[index]?.x ?? 0));
  }

  private point({ target, currentTarget, clientX, clientY }: PointerEvent): void {
    const marks = this.#drawing?.marks ?? [];
    const over = target instanceof Element ? target.getAttribute('data-mark') : null;
    if (over !== null) {
      this.current = marks[Number(over)];
      return;
    }
    const box = currentTarget instanceof Element ? currentTarget.getBoundingClientRect() : undefined;
    const [x, y] = [clientX - (box?.x ?? 0) - MARGIN.left, clientY - (box?.y ?? 0) - MARGIN.top];
    let nearest: Mark | undefined;
    let distance = NEAR;
    for (const mark of marks) {
      const away = mark.outline === undefined ? Math.hypot(mark.x - x, mark.y - y) : NEAR;
      if (away < distance) [nearest, distance] = [mark, away];
    }
    this.current = nearest;
  }

  private hide(): void {
    this.current = undefined;
  }
}

function renderOutline(
  { outline, series }: Mark,
  index: number,
  isCurrent: boolean,
): SVGTemplateResult | typeof nothing {
  if (outline === undefined) return nothing;
  const colour = colourOf(series);
  return svg`<path class=${isCurrent ? 'outline current' : 'outline'} data-mark=${index} fill=${colour} stroke=${colour} d=${outline}></path>`;
}

function renderAxes(xTicks: readonly Tick[], yTicks: readonly Tick[], width: number): SVGTemplateResult {
  // Labels that have no room are left out.
  const step = Math.max(1, Math.ceil((xTicks.length * TICK_WIDTH) / Math.max(width, TICK_WIDTH)));
  return svg`
    ${yTicks.map(({ place, label }) => {
      const y = (1 - place) * HEIGHT;
      return svg`<line class="grid" x2=${width} y1=${y} y2=${y}></line><text x="-6" y=${y} dy="0.32em" text-anchor="end">${short(label, 8)}</text>`;
    })}
    ${xTicks
      .filter((_, index) => index % step === 0)
      .map(({ place, label }) => {
        const x = place * width;
        return svg`<line class="axis" x1=${x} x2=${x} y1=${HEIGHT} y2=${HEIGHT + 4}></line><text x=${x} y=${HEIGHT + 18} text-anchor="middle">${short(label, TICK_LENGTH)}</text>`;
      })}
    <path class="axis" fill="none" d="M0 0V${HEIGHT}H${width}"></path>
  `;
}

function colourOf(series: number): string {
  return COLOURS[series % COLOURS.length] ?? 'currentcolor';
}

function short(label: string, length: number): string {
  return escapeBidi(label.length > length ? `${label.slice(0, length - 1)}…` : label);
}
