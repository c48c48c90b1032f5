/** Makes a document of Bokeh ready for a page without a network: colours, tools, and what is left out. */
import type { Look } from './chartFrame.ts';

type JsonObject = Record<string, unknown>;

/** A model in JSON. Where it is used once more, there is only its `id`. */
interface Model {
  type: 'object';
  name: string;
  id: string;
  attributes?: JsonObject;
}

/** What `bokeh.embed.json_item` gives. */
interface Item {
  doc: { version?: string; roots: Model[] };
  root_id: string;
}

interface Surroundings {
  look: Look;
  /** Pixels. */
  width: number;
  refuse(address: string): void;
  note(text: string): void;
}

const CODE = /^CustomJS|^CanvasTexture$/;
const TILES = /TileSource$/;
/** Those of numbers and dates, whose labels may be fewer. */
const AXES_OF_NUMBERS = /^(?!Categorical).*Axis$/;
/** What loads, saves and links, which the frame can't. */
const TOOLS_LEFT_OUT = ['SaveTool', 'HelpTool', 'CopyTool'];
export const PLOTS = ['Figure', 'Plot', 'GMap'];
/** A picture without a colour. */
const NOTHING = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
/** Dimensions that are no values. */
export const APPEARANCE = /_(?:color|alpha|pattern)$/;
/** Columns in a tooltip. */
const MAX_COLUMNS = 8;

/** @throws Error if it is no document */
export function prepareDocument(chart: unknown, { look, width, refuse, note }: Surroundings): Item {
  if (!isItem(chart)) throw new Error('it is no document of Bokeh');
  const models = new Map<string, Model>();
  for (const root of chart.doc.roots) collectModels(root, models);
  const all = [...models.values()];
  if (all.some(({ name }) => CODE.test(name))) note('Its JavaScript (CustomJS) does not run here.');
  for (const model of all) {
    if (TILES.test(model.name)) leaveOutTiles(model, refuse);
    if (TOOLS_LEFT_OUT.includes(model.name)) model.attributes = { ...model.attributes, visible: false };
    if (AXES_OF_NUMBERS.test(model.name)) keepLabelsApart(model);
    if (PLOTS.includes(model.name)) preparePlot(model, models, look, width);
  }
  return chart;
}

/**
 * Puts something harmless in the place of what runs code of the document, which the policy of the frame refuses, and of what follows links.
 *
 * @param models of BokehJS
 */
export function refuseCode(
  models: { get(name: string): { prototype: object } | null },
  refuse: (to: string) => void,
): void {
  const replacements: Record<string, object> = {
    CustomJS: { execute: () => undefined, execute_sync: () => undefined, compile: () => undefined },
    CustomJSTickFormatter: { doFormat: (ticks: readonly unknown[]) => ticks.map(String) },
    CustomJSTicker: { major_ticks: () => [], minor_ticks: () => [] },
    CustomJSHover: { format: String },
    CustomJSCompare: { compute: () => 0 },
    CustomJSTransform: { compute: (value: unknown) => value, v_compute: (values: unknown) => values },
    CanvasTexture: { get_pattern: () => document.createElement('canvas') },
    OpenURL: { navigate: refuse },
  };
  for (const [name, replacement] of Object.entries(replacements))
    Object.assign(models.get(name)?.prototype ?? {}, replacement);
  // All rows pass.
  const filter = models.get('CustomJSFilter')?.prototype;
  if (filter) Object.defineProperty(filter, 'func', { get: () => () => null });
}

function isItem(chart: unknown): chart is Item {
  return isObject(chart) && isObject(chart.doc) && Array.isArray(chart.doc.roots);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isModel(value: unknown): value is Model {
  return isObject(value) && value.type === 'object' && typeof value.name === 'string' && typeof value.id === 'string';
}

function collectModels(value: unknown, models: Map<string, Model>): void {
  if (isModel(value)) models.set(value.id, value);
  if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) if (typeof each === 'object') collectModels(each, models);
}

function leaveOutTiles(source: Model, refuse: (address: string) => void): void {
  if (typeof source.attributes?.url === 'string') refuse(source.attributes.url);
  source.attributes = { ...source.attributes, url: NOTHING };
}

/** Leaves labels out that would be over each other, as dates are in a figure that was made as narrow as a phone. */
function keepLabelsApart({ attributes }: Model): void {
  const policy = attributes?.major_label_policy;
  if (isModel(policy) && policy.name === 'AllLabels') policy.name = 'NoOverlap';
}

function preparePlot(plot: Model, models: Map<string, Model>, look: Look, width: number): void {
  const attributes = plot.attributes ?? {};
  plot.attributes = attributes;
  const isWide = (typeof attributes.width === 'number' ? attributes.width : 600) > width;
  if (isWide && attributes.sizing_mode === undefined) attributes.width = width;
  addHover(plot, models);
  if ('background_fill_color' in attributes || 'border_fill_color' in attributes) return;
  Object.assign(attributes, { background_fill_color: null, border_fill_color: null });
  const parts = new Map<string, Model>();
  collectModels(attributes, parts);
  for (const model of [plot, ...parts.values()])
    model.attributes = { ...coloursOf(model.name, look), ...model.attributes };
}

/** The page's colours. Those that the document has go before these. */
function coloursOf(name: string, { ink, line }: Look): JsonObject {
  if (PLOTS.includes(name)) return { outline_line_color: line };
  if (name.endsWith('Axis'))
    return {
      axis_line_color: line,
      major_tick_line_color: line,
      minor_tick_line_color: line,
      axis_label_text_color: ink,
      major_label_text_color: ink,
      ...(name === 'CategoricalAxis' && { group_text_color: ink }),
    };
  if (name === 'Toolbar') return { logo: null };
  if (name === 'Grid') return { grid_line_color: line };
  if (name === 'Title' || name === 'Label') return { text_color: ink };
  if (name === 'Legend') return { background_fill_color: null, border_line_color: line, label_text_color: ink };
  if (name === 'ColorBar') return { background_fill_color: null, major_label_text_color: ink, title_text_color: ink };
  return {};
}

/** Shows values under the pointer, unless the figure has its own way. */
function addHover({ id, attributes = {} }: Model, models: Map<string, Model>): void {
  const { renderers, toolbar } = attributes;
  if (!Array.isArray(renderers) || !isModel(toolbar)) return;
  // A figure without tools has a toolbar without attributes.
  const tools = Array.isArray(toolbar.attributes?.tools) ? toolbar.attributes.tools : [];
  if (tools.some((tool) => isObject(tool) && models.get(String(tool.id))?.name === 'HoverTool')) return;
  const glyphs = renderers.filter((each) => isModel(each) && each.name === 'GlyphRenderer') as Model[];
  const added = glyphs.map((renderer, number) => ({
    type: 'object',
    name: 'HoverTool',
    id: `${id}-hover-${number}`,
    attributes: { renderers: [{ id: renderer.id }], visible: false, ...tooltipsOf(renderer, attributes, models) },
  }));
  toolbar.attributes = { ...toolbar.attributes, tools: [...tools, ...added] };
}

function tooltipsOf({ attributes = {} }: Model, plot: JsonObject, models: Map<string, Model>): JsonObject {
  const glyph = isModel(attributes.glyph) ? attributes.glyph : undefined;
  const fields = Object.entries(glyph?.attributes ?? {}).flatMap(([dimension, value]) =>
    isObject(value) && typeof value.field === 'string' && !APPEARANCE.test(dimension)
      ? [[dimension, value.field] as const]
      : [],
  );
  const isSeveral = glyph !== undefined && /^Multi|^Patches$|^Image/.test(glyph.name);
  if (isSeveral || fields.length === 0)
    return {
      tooltips: [
        ['x', '$x'],
        ['y', '$y'],
      ],
    };
  const times = fields.filter(([dimension]) => isTime(dimension, plot, models)).map(([, field]) => field);
  const names = [...new Set(fields.map(([, field]) => field))].slice(0, MAX_COLUMNS);
  return {
    tooltips: names.map((name) => [name, times.includes(name) ? `@{${name}}{%F %T}` : `@{${name}}`]),
    formatters: { type: 'map', entries: times.map((name) => [`@{${name}}`, 'datetime']) },
  };
}

/** Whether a dimension of glyphs, such as `x`, is along an axis of dates. */
function isTime(dimension: string, plot: JsonObject, models: Map<string, Model>): boolean {
  const sides = /^x|left|right/.test(dimension) ? ['below', 'above'] : ['left', 'right'];
  const axes = sides.flatMap((side) => plot[side] ?? []);
  return axes.some((axis) => isObject(axis) && models.get(String(axis.id))?.name === 'DatetimeAxis');
}
