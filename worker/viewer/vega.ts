/** Draws charts of Vega-Lite and Vega. Expressions are interpreted: the policy of the frame refuses text that becomes code. */
import { Error as ErrorLevel, type Loader, logger, parse, type Spec, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { type Config, compile, type TopLevelSpec } from 'vega-lite';
import { Handler } from 'vega-tooltip';
import { type Drawing, type Drawn, type Look, startChartFrame } from './chartFrame.ts';
import { type Point, pointsOf, wordsOf } from './vegaPoints.ts';

const NO_NETWORK =
  'it wants to load its data from elsewhere, and charts have no network. Read the data in Python first: ';
/** Pictures in the chart's own text, which the policy of the frame lets through, too. */
const OWN_PICTURE = /^data:image\//;
/** Characters of a chart that has too many marks for elements of their own. */
const LARGE = 500_000;
/** Of a chart whose axes are bound to a wheel: the signal that Vega-Lite has for it. */
const ZOOMS = /"name":"\w*zoom_delta"/;
/** Pixels of one turn of a wheel. */
const ZOOM = 120;
/** By themselves, points let 30 % of the ground through, and are too dark on dark. */
const OPAQUE_POINTS = Object.fromEntries(['point', 'circle', 'square', 'tick'].map((mark) => [mark, { opacity: 0.9 }]));
/** Names of values in a tooltip. By themselves, they are too pale to read. */
const TOOLTIP = 'html #vg-tooltip-element table tr td.key { color: light-dark(#5a6468, #a3adb1); }';

document.head.append(Object.assign(document.createElement('style'), { textContent: TOOLTIP }));

startChartFrame(async (drawing) => {
  const spec = drawing.chart as Record<string, unknown>;
  const config = configOf(spec, drawing.look);
  if (!isLite(spec)) return show(drawing, spec as Spec, config);
  const lite = spec as unknown as TopLevelSpec;
  const toVega = (each: TopLevelSpec) => compile(each, { config: config as Config, logger: quiet() }).spec;
  const drawn = await show(drawing, toVega(lite), {});
  if (!canShrink(spec) || drawing.container.scrollWidth <= document.documentElement.clientWidth) return drawn;
  drawn.remove();
  const narrow = { ...lite, width: 'container', autosize: { type: 'fit-x', contains: 'padding' } };
  return show(drawing, toVega(narrow as TopLevelSpec), {});
});

async function show({ container, look, refuse }: Drawing, spec: Spec, config: object): Promise<Drawn> {
  const text = JSON.stringify(spec);
  const unloaded: string[] = [];
  const tooltip = new Handler({ theme: look.isDark ? 'dark' : 'light' });
  const view = new View(parse(spec, config, { ast: true }), {
    expr: expressionInterpreter,
    loader: withoutNetwork(refuse, (address) => unloaded.push(address)),
    logger: quiet(),
    renderer: text.length > LARGE ? 'canvas' : 'svg',
    tooltip: tooltip.call,
    hover: true,
  });
  view.initialize(container);
  await view.runAsync();
  const drawn = drawnIn(container, view, tooltip, text);
  if (unloaded.length === 0) return drawn;
  drawn.remove();
  throw new Error(NO_NETWORK + unloaded.join(', '));
}

function drawnIn(container: HTMLElement, view: View, { call }: Handler, spec: string): Drawn {
  let shown: Point | undefined;
  return {
    // Vega has no types of its own for the canvas of a browser.
    toPicture: async () => (await view.toCanvas()) as unknown as HTMLCanvasElement,
    remove: () => {
      view.finalize();
      container.replaceChildren();
    },
    show: (number) => {
      const point = pointsOf(view)[number];
      if (!point) return undefined;
      shown = point;
      call(undefined, new MouseEvent('pointermove', point), point.item, point.item.tooltip);
      return wordsOf(point);
    },
    hide: () => {
      if (shown) call(undefined, new MouseEvent('pointerout'), shown.item, null);
      shown = undefined;
    },
    canZoom: ZOOMS.test(spec),
    zoom: (direction) => {
      const deltaY = direction === 'in' ? -ZOOM : ZOOM;
      dispatchInMiddle(view, (at) => new WheelEvent('wheel', { ...at, deltaY }));
    },
    reset: () => dispatchInMiddle(view, (at) => new MouseEvent('dblclick', at)),
  };
}

/** Does in the middle of the axes what a pointer would do there. A wheel beside them, over a legend, would do nothing. */
function dispatchInMiddle(view: View, makeEvent: (at: MouseEventInit) => Event): void {
  const drawing = view.container()?.querySelector('svg, canvas');
  if (!drawing) return;
  const { x, y, width, height } = drawing.getBoundingClientRect();
  const [left, top] = view.origin();
  // Several charts beside each other have no axes in common.
  const isOne = view.width() > 0 && view.height() > 0;
  const clientX = isOne ? x + left + view.width() / 2 : x + width / 2;
  const clientY = isOne ? y + top + view.height() / 2 : y + height / 2;
  const event = makeEvent({ bubbles: true, cancelable: true, clientX, clientY });
  document.elementFromPoint(clientX, clientY)?.dispatchEvent(event);
}

/** A loader that loads nothing. */
function withoutNetwork(refuse: (address: string) => void, onData: (address: string) => void): Loader {
  const refused = (address: string) => Promise.reject(new Error(`${address} is elsewhere.`));
  return {
    load: (address) => {
      onData(address);
      return refused(address);
    },
    sanitize: (address) => {
      if (OWN_PICTURE.test(address)) return Promise.resolve({ href: address });
      refuse(address);
      return refused(address);
    },
    http: refused,
    file: refused,
  };
}

function quiet() {
  return logger(ErrorLevel);
}

function isLite({ $schema, marks, signals, encoding }: Record<string, unknown>): boolean {
  if (typeof $schema === 'string') return $schema.includes('vega-lite');
  return encoding !== undefined || (marks === undefined && signals === undefined);
}

/** Whether it has one width, so that it can be made as narrow as a phone. */
function canShrink({ mark, layer, width }: Record<string, unknown>): boolean {
  return (mark !== undefined || layer !== undefined) && width !== 'container';
}

function hasOwnColours({ background, config }: Record<string, unknown>): boolean {
  return background !== undefined || (typeof config === 'object' && config !== null && 'background' in config);
}

/** Colours that fit the page, and values that are shown when a pointer is over a mark. The chart's own go before these. */
function configOf(spec: Record<string, unknown>, { isDark, ink, line }: Look): object {
  const mark = { tooltip: true };
  if (hasOwnColours(spec)) return { mark };
  const guide = { labelColor: ink, titleColor: ink };
  return {
    background: 'transparent',
    title: { color: ink, subtitleColor: ink },
    axis: { ...guide, domainColor: line, tickColor: line, gridColor: line },
    legend: guide,
    header: guide,
    mark,
    ...(isDark && OPAQUE_POINTS),
    text: { color: ink },
    rule: { color: ink },
    view: { stroke: line },
  };
}
