/** Draws figures of Plotly. */
import Plotly, { type PlotlyElement } from 'plotly.js-cartesian-dist-min';
import { type Drawn, type Look, startChartFrame } from './chartFrame.ts';
import { showPoint } from './plotlyPoints.ts';

type JsonObject = Record<string, unknown>;

/** The buttons that need a network or a download, which the frame has not. */
const LEFT_OUT = ['toImage', 'sendChartToCloud'];

/** Pixels around the axes, for phones, too. Long labels get more. */
const MARGIN = { l: 56, r: 24, t: 56, b: 48 };

startChartFrame(async ({ container, chart, look }) => {
  const { data, layout, frames } = readFigure(chart);
  refuseUnknown(data);
  const element = await Plotly.newPlot(container, {
    data,
    layout: inColours(layout, look),
    ...(frames && { frames }),
    // Not the figure's own configuration, which may name servers.
    config: { showTips: false, displaylogo: false, modeBarButtonsToRemove: LEFT_OUT },
  });
  return drawnIn(element);
});

function drawnIn(element: PlotlyElement): Drawn {
  const zoomButton = (to: string) =>
    element.querySelector<HTMLElement>(`.modebar-btn[data-attr="zoom"][data-val="${to}"]`);
  return {
    remove: () => Plotly.purge(element),
    show: (point) => showPoint(element, point),
    hide: () => Plotly.Fx.unhover(element),
    canZoom: zoomButton('in') !== null,
    zoom: (direction) => zoomButton(direction)?.click(),
    reset: () => (zoomButton('auto') ?? zoomButton('reset'))?.click(),
  };
}

function readFigure(chart: unknown): { data: JsonObject[]; layout: JsonObject; frames?: unknown[] } {
  const { data, layout, frames } = objectOf(chart);
  return {
    data: Array.isArray(data) ? data.map(objectOf) : [],
    layout: objectOf(layout),
    ...(Array.isArray(frames) && frames.length > 0 && { frames }),
  };
}

/** Plotly draws kinds that it does not know as lines, without a word. */
function refuseUnknown(data: readonly JsonObject[]): void {
  const known = Plotly.PlotSchema.get().traces;
  const unknown = new Set(data.flatMap(({ type }) => (typeof type === 'string' && !(type in known) ? [type] : [])));
  if (unknown.size === 0) return;
  throw new Error(`traces of the kind ${[...unknown].join(', ')} are not among those that can be drawn here`);
}

/** Puts the page's colours and narrow margins into the template, so that the figure's own go before them. */
function inColours(layout: JsonObject, { isDark, ink, line }: Look): JsonObject {
  const template = objectOf(layout.template);
  const defaults = objectOf(template.layout);
  const axis = { gridcolor: line, linecolor: line, zerolinecolor: line };
  const colours = {
    ...defaults,
    paper_bgcolor: 'transparent',
    margin: { ...MARGIN, ...objectOf(defaults.margin) },
    ...(isDark && {
      plot_bgcolor: 'transparent',
      font: { ...objectOf(defaults.font), color: ink },
      xaxis: { ...objectOf(defaults.xaxis), ...axis },
      yaxis: { ...objectOf(defaults.yaxis), ...axis },
    }),
  };
  return { ...layout, template: { ...template, layout: colours } };
}

function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
