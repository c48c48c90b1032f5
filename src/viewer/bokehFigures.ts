/** Reads documents of Bokeh: the figures in them, with what they show. */
import { isJsonObject } from '../text/parseJson.ts';

type JsonObject = Record<string, unknown>;

export interface BokehFigure {
  title: string;
  axes: readonly BokehAxis[];
  glyphs: readonly BokehGlyph[];
}

export interface BokehAxis {
  dimension: 'x' | 'y';
  label: string;
  scale: 'linear' | 'logarithmic' | 'dates' | 'categories' | 'map';
}

/** What a figure draws for each row of its data. */
export interface BokehGlyph {
  kind: string;
  /** In the legend. Empty if it has none. */
  name: string;
  /** Its dimensions, such as `x` and `top`, as arrays in JSON. */
  columns: readonly (readonly [dimension: string, values: unknown])[];
  /** Rows. */
  length: number;
}

/** Names of glyphs for readers. Others have the names of their classes. */
const KINDS: Record<string, string> = {
  ...{ Line: 'line', MultiLine: 'line', Step: 'line', Segment: 'line', Spline: 'line' },
  ...{ VBar: 'bar', HBar: 'bar', Quad: 'bar', Block: 'bar' },
  ...{ Scatter: 'scatter', Circle: 'scatter', Marker: 'scatter' },
  ...{ VArea: 'area', HArea: 'area', VAreaStep: 'area', HAreaStep: 'area', Patch: 'area', Patches: 'area' },
  ...{ Wedge: 'pie', AnnularWedge: 'ring', Image: 'heatmap', Rect: 'heatmap' },
};
const SCALES: Record<string, BokehAxis['scale']> = {
  LogAxis: 'logarithmic',
  DatetimeAxis: 'dates',
  CategoricalAxis: 'categories',
  MercatorAxis: 'map',
};
const SIDES = [
  ['below', 'x'],
  ['above', 'x'],
  ['left', 'y'],
  ['right', 'y'],
] as const;
const FIGURES = ['Figure', 'Plot', 'GMap'];
/** What is told of a glyph, in this order. Its other columns are colours, sizes and the like. */
const DIMENSIONS = [
  ...['x', 'y', 'top', 'bottom', 'left', 'right', 'x1', 'y1', 'x2', 'y2', 'x0', 'y0'],
  ...['xs', 'ys', 'start_angle', 'end_angle', 'width', 'height', 'text', 'image'],
];

/** @param chart what `bokeh.embed.json_item` gives, or anything else */
export function figuresIn(chart: JsonObject): BokehFigure[] {
  const models = new Map<string, JsonObject>();
  collect(isJsonObject(chart.doc) ? chart.doc.roots : undefined, models);
  const resolve = (reference: unknown): JsonObject | undefined =>
    isJsonObject(reference) ? models.get(String(reference.id)) : undefined;
  return [...models.values()]
    .filter(({ name }) => FIGURES.includes(String(name)))
    .map((plot) => figureOf(plot, resolve));
}

type Resolve = (reference: unknown) => JsonObject | undefined;

function collect(value: unknown, models: Map<string, JsonObject>): void {
  if (typeof value !== 'object' || value === null) return;
  if (isJsonObject(value) && value.type === 'object' && typeof value.id === 'string') models.set(value.id, value);
  for (const each of Object.values(value)) collect(each, models);
}

function figureOf(plot: JsonObject, resolve: Resolve): BokehFigure {
  const attributes = attributesOf(plot);
  const title = attributes.title;
  const names = namesIn([...listOf(attributes.center), ...listOf(attributes.right)], resolve);
  return {
    title: typeof title === 'string' ? title : String(attributesOf(resolve(title)).text ?? ''),
    axes: SIDES.flatMap(([side, dimension]) =>
      listOf(attributes[side]).flatMap((reference) => axisOf(resolve(reference), dimension) ?? []),
    ),
    glyphs: listOf(attributes.renderers).flatMap((reference) => {
      const renderer = resolve(reference);
      return renderer?.name === 'GlyphRenderer' ? glyphOf(renderer, names, resolve) : [];
    }),
  };
}

function axisOf(axis: JsonObject | undefined, dimension: 'x' | 'y'): BokehAxis | undefined {
  const kind = String(axis?.name);
  if (!kind.endsWith('Axis')) return undefined;
  const label = attributesOf(axis).axis_label;
  return { dimension, label: typeof label === 'string' ? label : '', scale: SCALES[kind] ?? 'linear' };
}

/** The names of glyphs by the `id` of what renders them. */
function namesIn(parts: readonly unknown[], resolve: Resolve): Map<string, string> {
  const items = parts
    .map(resolve)
    .filter((part) => part?.name === 'Legend')
    .flatMap((legend) => listOf(attributesOf(legend).items))
    .map((item) => attributesOf(resolve(item)));
  return new Map(
    items.flatMap(({ label, renderers }) => {
      const value = isJsonObject(label) ? label.value : label;
      return typeof value === 'string'
        ? listOf(renderers).map((each) => [isJsonObject(each) ? String(each.id) : '', value] as const)
        : [];
    }),
  );
}

function glyphOf(renderer: JsonObject, names: Map<string, string>, resolve: Resolve): BokehGlyph {
  const { glyph: reference, data_source } = attributesOf(renderer);
  const glyph = resolve(reference);
  const attributes = attributesOf(glyph);
  const data = new Map(entriesOf(attributesOf(resolve(data_source)).data));
  const columns = DIMENSIONS.flatMap((dimension) => {
    const value = attributes[dimension];
    const values = isJsonObject(value) && typeof value.field === 'string' ? data.get(value.field) : undefined;
    return values === undefined ? [] : [[dimension, values] as const];
  });
  const kind = String(glyph?.name ?? 'Glyph');
  return {
    kind: KINDS[kind] ?? kind.replaceAll(/\B[A-Z]/g, (letter) => ` ${letter}`).toLowerCase(),
    name: names.get(String(renderer.id)) ?? '',
    columns,
    length: Math.max(0, ...columns.map(([, values]) => lengthOf(values))),
  };
}

function entriesOf(data: unknown): [string, unknown][] {
  if (!isJsonObject(data)) return [];
  if (data.type !== 'map') return Object.entries(data);
  return listOf(data.entries).flatMap((entry) => (Array.isArray(entry) ? [[String(entry[0]), entry[1]]] : []));
}

function lengthOf(values: unknown): number {
  if (Array.isArray(values)) return values.length;
  const [length] = isJsonObject(values) ? listOf(values.shape) : [];
  return typeof length === 'number' ? length : 0;
}

function attributesOf(model: JsonObject | undefined): JsonObject {
  return isJsonObject(model?.attributes) ? model.attributes : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
