import { isJsonObject, parseJson } from '../text/parseJson.ts';
import { truncate } from '../text/truncate.ts';
import type { Chart } from './chart.ts';

/** Characters of a title. */
const MAX_TITLE = 200;
/** Kinds of marks that are named. */
const MAX_KINDS = 3;
/** Bytes of one number, by the name of its type in Plotly's JSON. */
const BYTES: Readonly<Record<string, number>> = { i1: 1, u1: 1, i2: 2, u2: 2, i4: 4, u4: 4, f4: 4, f8: 8 };

/** Describes a chart in words, such as `Bar chart “Sales”, 12 points`, for those who don't see it. */
export function describeChart({ library, content }: Chart): string {
  const chart = parseJson(content);
  if (!isJsonObject(chart)) return 'Chart';
  const { kinds, title, points } = library === 'plotly' ? describePlotly(chart) : describeVega(chart);
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

function describeVega(chart: Record<string, unknown>): Description {
  const views = viewsOf(chart);
  const datasets = Object.values(isJsonObject(chart.datasets) ? chart.datasets : {});
  const inline = views.map(({ data }) => (isJsonObject(data) ? data.values : undefined));
  return {
    kinds: views.flatMap(({ mark }) => textOf(isJsonObject(mark) ? mark.type : mark) || []),
    title: titleOf(chart.title),
    points: sum([...datasets, ...inline].map((rows) => (Array.isArray(rows) ? rows.length : 0))),
  };
}

/** A chart of Vega-Lite, and all that it is put together from. */
function viewsOf(chart: Record<string, unknown>): Record<string, unknown>[] {
  const parts = ['layer', 'hconcat', 'vconcat', 'concat', 'spec'].flatMap((name) => chart[name] ?? []);
  return [chart, ...parts.filter(isJsonObject).flatMap(viewsOf)];
}

function describePlotly({ data, layout }: Record<string, unknown>): Description {
  const traces = Array.isArray(data) ? data.filter(isJsonObject) : [];
  return {
    kinds: traces.map(({ type, mode }) => (isLine(type, mode) ? 'line' : textOf(type) || 'scatter')),
    title: isJsonObject(layout) ? titleOf(layout.title) : '',
    points: sum(traces.map(({ x, y, z, values }) => Math.max(...[x, y, z, values].map(lengthOf)))),
  };
}

function isLine(type: unknown, mode: unknown): boolean {
  return (type === undefined || type === 'scatter') && (mode === undefined || textOf(mode).includes('lines'));
}

/** Arrays may be encoded as base64 of their bytes. */
function lengthOf(values: unknown): number {
  if (Array.isArray(values)) return values.length;
  if (!isJsonObject(values)) return 0;
  return Math.floor((textOf(values.bdata).length * 3) / 4 / (BYTES[textOf(values.dtype)] ?? 8));
}

/** Both libraries take a text, lines of text, or an object with one of these. */
function titleOf(title: unknown): string {
  const text = isJsonObject(title) ? title.text : title;
  return (Array.isArray(text) ? text.map(textOf).join(' ') : textOf(text)).replaceAll(/<[^>]*>/g, ' ').trim();
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
