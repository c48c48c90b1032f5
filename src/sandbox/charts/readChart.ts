import * as v from 'valibot';
import { CHART_MIME_TYPE, type Display, type MimeBundle } from '../../protocol.ts';
import { readUntrustedJson } from '../../text/parseJson.ts';
import type { BarChart, BoxAndWhiskerChart, Chart, PieChart, PointChart, UnknownChart } from './chart.ts';

/** Characters of the JSON of a chart: 2 MiB. Python gives 5,000 points. */
const MAX_LENGTH = 2 * 1024 ** 2;
/** Characters of a text; Python gives 80. */
const MAX_TEXT = 200;
/** Elements of any list; Python gives 5,000. */
const MAX_ELEMENTS = 10_000;

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const number = v.pipe(v.number(), v.finite());
const count = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1)));
const value = v.union([number, text]);
const listOf = <Item>(item: v.GenericSchema<unknown, Item>) => v.pipe(v.array(item), v.maxLength(MAX_ELEMENTS));

const base = { title: v.exactOptional(text), omitted: count };
const withAxes = {
  ...base,
  x_label: v.exactOptional(text),
  y_label: v.exactOptional(text),
  x_unit: v.exactOptional(text),
  y_unit: v.exactOptional(text),
};
const points = v.object({
  ...withAxes,
  type: v.picklist(['line', 'scatter']),
  elements: listOf(v.object({ label: text, points: listOf(v.tuple([value, value])), omitted: count })),
  x_ticks: listOf(value),
  x_tick_labels: listOf(text),
  x_scale: text,
  y_ticks: listOf(value),
  y_tick_labels: listOf(text),
  y_scale: text,
}) satisfies v.GenericSchema<unknown, PointChart>;
const bars = v.object({
  ...withAxes,
  type: v.literal('bar'),
  elements: listOf(v.object({ label: text, group: text, value: number })),
}) satisfies v.GenericSchema<unknown, BarChart>;
const pie = v.object({
  ...base,
  type: v.literal('pie'),
  elements: listOf(v.object({ label: text, angle: number, radius: number })),
}) satisfies v.GenericSchema<unknown, PieChart>;
const box = v.object({
  label: text,
  min: number,
  first_quartile: number,
  median: number,
  third_quartile: number,
  max: number,
  outliers: listOf(number),
});
const boxes = v.object({
  ...withAxes,
  type: v.literal('box_and_whisker'),
  elements: listOf(box),
}) satisfies v.GenericSchema<unknown, BoxAndWhiskerChart>;
const unknown = v.object({
  ...withAxes,
  type: v.literal('unknown'),
  elements: v.pipe(v.array(v.never()), v.maxLength(0)),
}) satisfies v.GenericSchema<unknown, UnknownChart>;
const single = [points, bars, pie, boxes, unknown] as const;
const superChart = v.object({ ...base, type: v.literal('superchart'), elements: listOf(v.variant('type', single)) });
const chart: v.GenericSchema<unknown, Chart> = v.variant('type', [...single, superChart]);

/** Gives the data of the figures among displays. */
export function chartsIn(displays: readonly Display[]): Chart[] {
  return displays.flatMap(({ data }) => readChart(data) ?? []);
}

/** Reads the data of a figure; `undefined` if there is none, or none of this shape: code can show what it likes. */
export function readChart(data: MimeBundle): Chart | undefined {
  const { success, output } = v.safeParse(chart, readUntrustedJson(data[CHART_MIME_TYPE], MAX_LENGTH), {
    abortEarly: true,
  });
  return success ? output : undefined;
}
