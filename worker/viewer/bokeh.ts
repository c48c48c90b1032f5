/** Draws figures, layouts and widgets of Bokeh. */
import Bokeh, { type BokehView, type PlotView, type ViewManager } from '@bokeh/bokehjs/build/js/bokeh.esm.min.js';
import '@bokeh/bokehjs/build/js/bokeh-widgets.esm.min.js';
import '@bokeh/bokehjs/build/js/bokeh-tables.esm.min.js';
import { prepareDocument, refuseCode } from './bokehDocument.ts';
import { cleanMarkup } from './bokehMarkup.ts';
import { hidePoint, isPlot, showPoint } from './bokehPoints.ts';
import { type Drawn, startChartFrame } from './chartFrame.ts';

/** How much closer a key brings what is in the middle. */
const ZOOM = 1.5;
/** Pixels of a chart that takes the height of the page, which has none here. */
const HEIGHT = 400;

Bokeh.logger.set_level('off');
cleanMarkup();

startChartFrame(async ({ container, chart, look, refuse, note }) => {
  const item = prepareDocument(chart, { look, width: container.clientWidth, refuse, note });
  refuseCode(Bokeh.Models, refuse);
  const versions = differentVersions(item.doc.version);
  if (versions) note(`${versions}: it may look different there.`);
  const views = await Bokeh.embed.embed_item(item, container).catch((error) => {
    throw versions ? new Error(`${error instanceof Error ? error.message : error}. ${versions}`) : error;
  });
  const [root] = views.roots;
  if (!root) throw new Error('its document has nothing to draw');
  if (container.clientHeight === 0) container.style.height = `${HEIGHT}px`;
  return drawnIn(views, root);
});

function drawnIn(views: ViewManager, root: BokehView): Drawn {
  const plots = () => [...views.query(isPlot)] as PlotView[];
  return {
    toPicture: async () => {
      await isIdle(root);
      return root.export('png', false).canvas;
    },
    remove: () => views.clear(),
    show: (point) => showPoint(views, point),
    hide: () => hidePoint(views),
    canZoom: plots().some((plot) => canZoom(plot)),
    zoom: (direction) => {
      for (const plot of plots()) zoom(plot, direction === 'in' ? 1 / ZOOM : ZOOM);
    },
    reset: () => {
      for (const plot of plots()) plot.reset();
    },
  };
}

function isIdle({ model: { document } }: BokehView): Promise<void> {
  return new Promise((resolve) => {
    if (!document || document.is_idle) resolve();
    else document.idle.connect(resolve);
  });
}

function canZoom({ model: { x_range, y_range } }: PlotView): boolean {
  return [x_range, y_range].some(({ type }) => type !== 'FactorRange');
}

function zoom({ model: { x_range, x_scale, y_range, y_scale } }: PlotView, factor: number): void {
  for (const [range, scale] of [
    [x_range, x_scale],
    [y_range, y_scale],
  ] as const) {
    if (range.type === 'FactorRange') continue;
    const [to, from] = scale.type === 'LogScale' ? [Math.log, Math.exp] : [Number, Number];
    const [start, end] = [to(Number(range.start)), to(Number(range.end))];
    const [middle, half] = [(start + end) / 2, ((end - start) / 2) * factor];
    if (Number.isFinite(half)) range.setv({ start: from(middle - half), end: from(middle + half) });
  }
}

/** Python's library and the one that draws share a number. What differs in a newer or older one is not known here. */
function differentVersions(python: string | undefined): string | undefined {
  const release = (version: string) => version.split('.').slice(0, 2).join('.');
  if (python === undefined || release(python) === release(Bokeh.version)) return undefined;
  return `Made by Bokeh ${python}, and drawn by BokehJS ${Bokeh.version}`;
}
