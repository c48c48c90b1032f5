import { charts } from '../language/en/content/charts.ts';
import { fill, fillPlural } from '../language/fill.ts';
import { isJsonObject, parseJson } from '../text/parseJson.ts';
import { truncate } from '../text/truncate.ts';
import { figuresIn } from './bokehFigures.ts';
import type { Chart, ChartLibrary } from './chart.ts';
import { lengthOf } from './plotlyArray.ts';

/** Characters of a title. */
const MAX_TITLE = 200;
/** Kinds of marks that are named. */
const MAX_KINDS = 3;
/** Names of Vega's marks for readers. Others are named as they are. */
const VEGA_KINDS = new Map([
  ['point', 'scatter'],
  ['circle', 'scatter'],
  ['square', 'scatter'],
  ['arc', 'pie'],
  ['rect', 'heatmap'],
]);

/** Names of kinds in the language of the user. Others are named as they are. */
const KINDS = new Map<string, 'kindLine' | 'kindBar' | 'kindScatter' | 'kindPie' | 'kindArea' | 'kindBox'>([
  ['line', 'kindLine'],
  ['bar', 'kindBar'],
  ['scatter', 'kindScatter'],
  ['pie', 'kindPie'],
  ['area', 'kindArea'],
  ['box', 'kindBox'],
]);

/** Names a chart by its kind, title and size, such as `Bar chart “Sales”, 12 points`, for users who don't see it. */
export function chartLabel({ library, content }: Chart): string {
  const specification = parseJson(content);
  if (!isJsonObject(specification)) return charts.chart;
  const { kinds, title, points } = DESCRIBE[library](specification);
  const kind = nameOfKinds([...new Set(kinds)].slice(0, MAX_KINDS));
  const chart = title === '' ? kind : fill(charts.titled, { chart: kind, title: truncate(title, MAX_TITLE) });
  return points > 0 ? fill(charts.withPoints, { chart, points: fillPlural(charts.points, points) }) : chart;
}

function nameOfKinds(kinds: readonly string[]): string {
  if (kinds.length === 0) return charts.chart;
  const names = kinds.map(nameOfKind);
  const name = fill(charts.ofKinds, { kinds: names.reduce((first, second) => fill(charts.and, { first, second })) });
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function nameOfKind(kind: string): string {
  const key = KINDS.get(kind);
  return key ? charts[key] : kind;
}

/** As {@link chartLabel}, in English, for models. @param chart its specification */
export function labelOf(library: ChartLibrary, chart: Record<string, unknown>): string {
  const { kinds, title, points } = DESCRIBE[library](chart);
  const named = [...new Set(kinds)].slice(0, MAX_KINDS).join(' and ');
  const start = named === '' ? 'Chart' : `${named.charAt(0).toUpperCase()}${named.slice(1)} chart`;
  const quoted = title === '' ? '' : ` “${truncate(title, MAX_TITLE)}”`;
  return `${start}${quoted}${points > 0 ? `, ${points.toLocaleString('en')} ${points === 1 ? 'point' : 'points'}` : ''}`;
}

interface Description {
  kinds: string[];
  title: string;
  points: number;
}

const DESCRIBE: Record<ChartLibrary, (chart: Record<string, unknown>) => Description> = {
  vega: describeVega,
  plotly: describePlotly,
  bokeh: describeBokeh,
};

function describeVega(chart: Record<string, unknown>): Description {
  const views = viewsOf(chart);
  const datasets = Object.values(isJsonObject(chart.datasets) ? chart.datasets : {});
  const inline = views.map(({ data }) => (isJsonObject(data) ? data.values : undefined));
  return {
    kinds: views.flatMap(({ mark }) => {
      const kind = textOf(isJsonObject(mark) ? mark.type : mark);
      return VEGA_KINDS.get(kind) ?? (kind || []);
    }),
    title: titleOf(chart.title),
    points: sum([...datasets, ...inline].map((rows) => (Array.isArray(rows) ? rows.length : 0))),
  };
}

/** A chart of Vega-Lite, and all that it is put together from. */
export function viewsOf(chart: Record<string, unknown>): Record<string, unknown>[] {
  const parts = ['layer', 'hconcat', 'vconcat', 'concat', 'spec'].flatMap((name) => chart[name] ?? []);
  return [chart, ...parts.filter(isJsonObject).flatMap(viewsOf)];
}

function describePlotly({ data, layout }: Record<string, unknown>): Description {
  const traces = Array.isArray(data) ? data.filter(isJsonObject) : [];
  return {
    kinds: traces.map(kindOfTrace),
    title: isJsonObject(layout) ? titleOf(layout.title) : '',
    points: sum(traces.map(({ x, y, z, values }) => Math.max(...[x, y, z, values].map(lengthOf)))),
  };
}

function describeBokeh(chart: Record<string, unknown>): Description {
  const figures = figuresIn(chart);
  const glyphs = figures.flatMap((figure) => figure.glyphs);
  return {
    kinds: glyphs.map(({ kind }) => kind),
    title: figures.find(({ title }) => title !== '')?.title ?? '',
    points: sum(glyphs.map(({ length }) => length)),
  };
}

export function kindOfTrace({ type, mode }: Record<string, unknown>): string {
  return isLine(type, mode) ? 'line' : textOf(type) || 'scatter';
}

function isLine(type: unknown, mode: unknown): boolean {
  return (type === undefined || type === 'scatter') && (mode === undefined || textOf(mode).includes('lines'));
}

/** Both libraries take a text, lines of text, or an object with one of these. */
export function titleOf(title: unknown): string {
  const text = isJsonObject(title) ? title.text : title;
  return (Array.isArray(text) ? text.map(textOf).join(' ') : textOf(text)).replaceAll(/<[^>]*>/g, ' ').trim();
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
