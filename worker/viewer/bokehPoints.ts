/** The points of figures of Bokeh, and their values in words. */
import type {
  BokehModel,
  BokehView,
  GlyphModel,
  GlyphRendererView,
  PlotView,
  ViewManager,
} from '@bokeh/bokehjs/build/js/bokeh.esm.min.js';
import { APPEARANCE, PLOTS } from './bokehDocument.ts';

/** Columns whose values are told. */
const MAX_COLUMNS = 8;
/** Milliseconds from 1970 to the last date of JavaScript. */
const LAST_DATE = 8.64e15;

export function isPlot({ model: { type } }: BokehView): boolean {
  return PLOTS.includes(type);
}

/** Shows the values of the point with this number, counted through all glyphs. @returns them in words */
export function showPoint(views: ViewManager, point: number): string | undefined {
  hidePoint(views);
  let first = 0;
  for (const view of glyphsIn(views)) {
    const { data_size } = view.glyph;
    if (point < first + data_size) {
      pointAt(view, point - first);
      return wordsOf(view, point - first);
    }
    first += data_size;
  }
  return undefined;
}

export function hidePoint(views: ViewManager): void {
  for (const plot of views.query(isPlot) as Iterable<PlotView>)
    plot.canvas_view.events_el.dispatchEvent(new PointerEvent('pointerout', { isPrimary: true }));
}

function glyphsIn(views: ViewManager): GlyphRendererView[] {
  return [...views.query(({ model: { type } }) => type === 'GlyphRenderer')] as GlyphRendererView[];
}

/** Puts the pointer over it, so that the tooltip of the figure appears. */
function pointAt({ glyph, plot_view: { canvas_view } }: GlyphRendererView, index: number): void {
  const target = canvas_view.events_el;
  const { x, y } = target.getBoundingClientRect();
  try {
    const [left, top] = glyph.scenterxy(index, 0, 0);
    const at = { clientX: x + left, clientY: y + top, bubbles: true, isPrimary: true };
    target.dispatchEvent(new PointerEvent('pointerover', at));
    target.dispatchEvent(new PointerEvent('pointermove', at));
  } catch {
    // This kind of glyph has no centres.
  }
}

function wordsOf({ model, glyph, plot_view }: GlyphRendererView, index: number): string {
  const { data } = model.data_source;
  const dates = dateFields(glyph.model, plot_view);
  const columns = data instanceof Map ? [...data] : Object.entries(data);
  const told = columns.flatMap(([name, values]) => {
    const value = wordOf((values as ArrayLike<unknown> | undefined)?.[index], dates.includes(name));
    return value === undefined || APPEARANCE.test(name) ? [] : `${name}: ${value}`;
  });
  return told.length === 0 ? `${glyph.model.type} ${index + 1}` : told.slice(0, MAX_COLUMNS).join(', ');
}

/** The columns along axes of dates. */
function dateFields({ x, y }: GlyphModel, { model: { below, left } }: PlotView): (string | undefined)[] {
  const isTime = (axes: readonly BokehModel[]) => axes.some(({ type }) => type === 'DatetimeAxis');
  return [...(isTime(below) ? [x?.field] : []), ...(isTime(left) ? [y?.field] : [])];
}

/** A number or a text; `undefined` for lines and pictures, which have many. */
function wordOf(value: unknown, isDate: boolean): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return undefined;
  return isDate && Math.abs(value) < LAST_DATE
    ? new Date(value).toISOString().replace(/T00:00:00\.000Z$/, '')
    : String(Number(value.toPrecision(6)));
}
