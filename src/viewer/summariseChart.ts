import { isJsonObject, readUntrustedJson } from '../text/parseJson.ts';
import type { Chart, ChartLibrary } from './chart.ts';
import { kindOfTrace, labelOf, textOf, titleOf, viewsOf } from './chartLabel.ts';
import { linesOfBokeh } from './describeBokeh.ts';
import { listPoints, rangeOf, shortValue } from './describeValues.ts';
import { shapeOf, valuesIn } from './plotlyArray.ts';

type JsonObject = Record<string, unknown>;

/** Characters of a chart: 8 MiB, as Python gives them at most. */
const MAX_LENGTH = 8 * 1024 ** 2;
/** Traces, marks, axes, data sets and columns that are described, of each. */
const MAX_DESCRIBED = 12;

/** What traces of Plotly have as their values, in the order in which they are told. */
const COLUMNS = [
  ...['x', 'y', 'z', 'labels', 'values', 'lat', 'lon', 'locations', 'r', 'theta'],
  ...['open', 'high', 'low', 'close'],
];
const AXIS = /^([xyz])axis(\d*)$/;

/**
 * Describes an interactive chart to a model, which does not see it: its kind and size, axes, series, ranges and first values. Some lines of
 * text, without a line break at the end.
 */
export async function summariseChart({ library, content }: Chart): Promise<string> {
  const chart = readUntrustedJson(content, MAX_LENGTH);
  const said = isJsonObject(chart) ? [`: ${labelOf(library, chart)}`, ...(await LINES[library](chart))] : [''];
  return `Interactive chart${said.join('\n')}`;
}

const LINES: Record<ChartLibrary, (chart: JsonObject) => string[] | Promise<string[]>> = {
  plotly: linesOfPlotly,
  vega: linesOfVega,
  bokeh: linesOfBokeh,
};

function linesOfPlotly({ data, layout }: JsonObject): string[] {
  const traces = Array.isArray(data) ? data.filter(isJsonObject) : [];
  const axes = Object.entries(isJsonObject(layout) ? layout : {}).flatMap(([name, axis]) => axisOf(name, axis) ?? []);
  return [...limited(axes, 'axes'), ...limited(traces.map(describeTrace), 'traces')];
}

function axisOf(name: string, axis: unknown): string | undefined {
  const [, letter, number] = AXIS.exec(name) ?? [];
  if (!letter || !isJsonObject(axis)) return undefined;
  const told = [shortValue(titleOf(axis.title)), axis.type === 'log' ? '(logarithmic)' : ''].filter(
    (each) => each !== '',
  );
  return told.length === 0 ? undefined : `${letter}${number} axis: ${told.join(' ')}`;
}

function describeTrace(trace: JsonObject): string {
  const name = textOf(trace.name);
  const columns = COLUMNS.map((column) => [column, valuesIn(trace[column])] as const);
  const given = columns.filter(([, { length }]) => length > 0);
  const shape = shapeOf(trace.z);
  const parts = [
    ...given.map(([column, values]) => `${column} ${rangeOf(values) ?? 'empty'}`),
    shape ? `${shape[0]} rows, ${shape[1]} columns` : listPoints(given.map(([, values]) => values)),
  ];
  return `- ${kindOfTrace(trace)}${name === '' ? '' : ` “${shortValue(name)}”`}: ${join(parts)}`;
}

function linesOfVega(chart: JsonObject): string[] {
  const views = viewsOf(chart);
  const marks = views.flatMap((view) => describeView(view) ?? []);
  const named = Object.values(isJsonObject(chart.datasets) ? chart.datasets : {});
  // In Vega-Lite each view has one data set, in Vega a chart has a list of them.
  const inline = views.flatMap(({ data }) => data ?? []).map((data) => (isJsonObject(data) ? data.values : undefined));
  const sets = [...named, ...inline].flatMap((rows) => (Array.isArray(rows) ? describeRows(rows) : []));
  return [...limited(marks, 'marks'), ...limited(sets, 'data sets')];
}

function describeView({ mark, encoding }: JsonObject): string | undefined {
  const channels = Object.entries(isJsonObject(encoding) ? encoding : {}).flatMap(([channel, definition]) => {
    const told = isJsonObject(definition) ? describeChannel(definition) : undefined;
    return told === undefined ? [] : `${channel} ${told}`;
  });
  const kind = textOf(isJsonObject(mark) ? mark.type : mark);
  return channels.length === 0 ? undefined : `- ${kind === '' ? 'all' : kind}: ${channels.join('; ')}`;
}

/** What a channel shows, such as `mean of sales (quantitative)`; `undefined` if it is a constant. */
function describeChannel({ field, aggregate, timeUnit, bin, type, title }: JsonObject): string | undefined {
  const steps = [aggregate, timeUnit, bin === true || isJsonObject(bin) ? 'bins' : undefined].map(textOf);
  const step = steps.filter((each) => each !== '').join(' ');
  const of = textOf(field);
  if (of === '' && step === '') return undefined;
  const value = of === '' || step === '' ? `${step}${of}` : `${step} of ${of}`;
  const named = titleOf(title) === '' ? '' : ` “${titleOf(title)}”`;
  return shortValue(`${value}${named}${textOf(type) === '' ? '' : ` (${textOf(type)})`}`);
}

function describeRows(rows: readonly unknown[]): string {
  const objects = rows.filter(isJsonObject);
  const size = `data: ${rows.length.toLocaleString('en')} ${rows.length === 1 ? 'row' : 'rows'}`;
  if (objects.length === 0) return `${size}; ${join([rangeOf(rows), listPoints([rows])])}`;
  const names = [...new Set(objects.slice(0, MAX_DESCRIBED).flatMap((row) => Object.keys(row)))].slice(
    0,
    MAX_DESCRIBED,
  );
  const columns = names.map((name) => objects.map((row) => row[name]));
  const ranges = names.map((name, index) => `${shortValue(name)} ${rangeOf(columns[index] ?? []) ?? 'empty'}`);
  return `${size}; ${join([...ranges, listPoints(columns)])}`;
}

function limited(lines: readonly string[], what: string): string[] {
  const others = lines.length - MAX_DESCRIBED;
  return [...lines.slice(0, MAX_DESCRIBED), ...(others > 0 ? [`and ${others} more ${what}`] : [])];
}

function join(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join('; ');
}
