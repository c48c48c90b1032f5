/** Draws figures of Plotly, with one or the other build of it. */
import type { PlotlyElement, PlotlyLibrary } from 'plotly.js-cartesian-dist-min';
import { type Drawn, type Look, startChartFrame } from './chartFrame.ts';
import { showPoint } from './plotlyPoints.ts';

type JsonObject = Record<string, unknown>;

/** The buttons that need a network or a download, which the frame has not. */
const LEFT_OUT = ['toImage', 'sendChartToCloud'];

/** The colour of the buttons, on light and on dark. By itself, Plotly puts a dark bar below them if there is no background. */
const MODEBAR = '#7a878c';

/** The colour of what flows in a `sankey`, on light and on dark. */
const FLOW = 'rgba(128, 128, 128, 0.4)';

/** The colour of countries on dark. */
const LAND = '#2d373c';

/** Pixels around the axes, for phones, too. Long labels get more. */
const MARGIN = { l: 56, r: 24, t: 56, b: 48 };

/** Pixels of a chart that has no room for a legend beside it. */
const NARROW = 480;

/** Of a narrow chart, unless the figure says where its legend is. */
const LEGEND_BELOW = { orientation: 'h', x: 0, xanchor: 'left', yref: 'container', y: 0, yanchor: 'bottom' };

/** Waits for a figure, and draws it. */
export function startPlotly(Plotly: PlotlyLibrary): void {
  startChartFrame(async ({ container, chart, look }) => {
    const { data, layout, frames } = readFigure(chart);
    refuseTiles(data);
    refuseUnknown(Plotly, data);
    const element = await Plotly.newPlot(container, {
      data,
      layout: inColours(layout, look, container.clientWidth < NARROW),
      ...(frames && { frames }),
      // Not the figure's own configuration, which may name servers.
      config: { showTips: false, displaylogo: false, modeBarButtonsToRemove: LEFT_OUT },
    });
    return drawnIn(Plotly, element);
  });
}

function drawnIn(Plotly: PlotlyLibrary, element: PlotlyElement): Drawn {
  const zoomButton = (to: string) =>
    element.querySelector<HTMLElement>(`.modebar-btn[data-attr="zoom"][data-val="${to}"]`);
  return {
    toPicture: () => pictureOf(Plotly, element),
    remove: () => Plotly.purge(element),
    show: (point) => showPoint(Plotly, element, point),
    hide: () => Plotly.Fx.unhover(element),
    canZoom: zoomButton('in') !== null,
    zoom: (direction) => zoomButton(direction)?.click(),
    reset: () => (zoomButton('auto') ?? zoomButton('reset'))?.click(),
  };
}

async function pictureOf(Plotly: PlotlyLibrary, element: PlotlyElement): Promise<HTMLImageElement> {
  const image = new Image();
  // Without lengths, Plotly has its own in the place of the figure's. It would draw a PNG by a blob, which the policy of the frame refuses.
  image.src = await Plotly.toImage(element, { format: 'svg', width: null, height: null });
  await image.decode();
  return image;
}

function readFigure(chart: unknown): { data: JsonObject[]; layout: JsonObject; frames?: unknown[] } {
  const { data, layout, frames } = objectOf(chart);
  return {
    data: Array.isArray(data) ? data.map(objectOf) : [],
    layout: objectOf(layout),
    ...(Array.isArray(frames) && frames.length > 0 && { frames }),
  };
}

/** Maps whose ground is pictures of a server. */
const TILES = /^(?:scatter|choropleth|density)map(?:box)?$/;

function refuseTiles(data: readonly JsonObject[]): void {
  const found = data.find(({ type }) => TILES.test(String(type)));
  if (!found) return;
  throw new Error(
    `a trace of the kind ${found.type} is on a map from a server, and charts have no network. Kinds such as scatter_geo and choropleth have maps of their own`,
  );
}

/** Plotly draws kinds that it does not know as lines, without a word. */
function refuseUnknown(Plotly: PlotlyLibrary, data: readonly JsonObject[]): void {
  const known = Plotly.PlotSchema.get().traces;
  const unknown = new Set(data.flatMap(({ type }) => (typeof type === 'string' && !(type in known) ? [type] : [])));
  if (unknown.size === 0) return;
  throw new Error(`traces of the kind ${[...unknown].join(', ')} are not among those that can be drawn here`);
}

/** Puts the page's colours, narrow margins and a place of the legend into the template, so that the figure's own go before them. */
function inColours(layout: JsonObject, { isDark, ink, line }: Look, isNarrow: boolean): JsonObject {
  const template = objectOf(layout.template);
  const defaults = objectOf(template.layout);
  const axis = { gridcolor: line, linecolor: line, zerolinecolor: line };
  const hasOwnPlace = ['x', 'y', 'orientation'].some((name) => name in objectOf(layout.legend));
  const colours = {
    ...defaults,
    ...(isNarrow && !hasOwnPlace && { legend: { ...objectOf(defaults.legend), ...LEGEND_BELOW } }),
    paper_bgcolor: 'transparent',
    margin: { ...MARGIN, ...objectOf(defaults.margin) },
    modebar: { bgcolor: 'transparent', color: MODEBAR, activecolor: ink, ...objectOf(defaults.modebar) },
    ...(isDark && {
      plot_bgcolor: 'transparent',
      font: { ...objectOf(defaults.font), color: ink },
      xaxis: { ...objectOf(defaults.xaxis), ...axis },
      yaxis: { ...objectOf(defaults.yaxis), ...axis },
      ...darkSubplots(defaults, axis),
    }),
  };
  // Plotly chooses the colour by the ground, and takes one that can be seen through for black.
  const data = { sankey: [{ link: { color: FLOW } }], ...objectOf(template.data) };
  return { ...layout, template: { ...template, data, layout: colours } };
}

/** The same for subplots of other kinds, whose template has light grounds. */
function darkSubplots({ scene, polar, geo }: JsonObject, axis: JsonObject): JsonObject {
  const sides = { ...axis, backgroundcolor: 'transparent' };
  return {
    scene: { ...objectOf(scene), xaxis: sides, yaxis: sides, zaxis: sides },
    polar: { ...objectOf(polar), bgcolor: 'transparent', angularaxis: axis, radialaxis: axis },
    geo: {
      ...objectOf(geo),
      bgcolor: 'transparent',
      landcolor: LAND,
      lakecolor: 'transparent',
      subunitcolor: axis.linecolor,
    },
  };
}

function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
