/** What the frames of all charts share: hearing of the chart, drawing it in the page's colours, and telling of it. */
import type { ChartOrder, ChartReport, Connect } from '../../src/protocol.ts';
import { type Controls, useKeys } from './keys.ts';

/** The colours of the page, for what the chart gives no colours of its own. */
export interface Look {
  isDark: boolean;
  ink: string;
  line: string;
}

/** Where a chart is drawn, and as what. */
export interface Drawing {
  container: HTMLElement;
  /** The chart, parsed anew for each drawing. */
  chart: unknown;
  look: Look;
  /** Tells that something elsewhere was not loaded. */
  refuse(address: string): void;
  /** Tells something else about the drawing, as a sentence. */
  note(sentence: string): void;
}

/** A chart that is drawn. */
export interface Drawn extends Controls {
  /** Gives a picture of it. Without this, there can be none. */
  toPicture?(): Promise<HTMLCanvasElement | HTMLImageElement>;
  remove(): void;
}

export type Draw = (drawing: Drawing) => Promise<Drawn>;

type Tell = (report: ChartReport) => void;

const DARK = matchMedia('(prefers-color-scheme: dark)');
/** The look of a picture, as that of a light page. */
const ON_WHITE: Look = { isDark: false, ink: '#1a2023', line: '#d3d9da' };
/** Characters of an address or a message that the page is told. */
const MAX_TOLD = 500;

/** Waits for the chart, and draws it with `draw`, again when the page's colours or its width change. */
export function startChartFrame(draw: Draw): void {
  keepHere();
  addEventListener('message', function connect({ source, data, ports: [port] }: MessageEvent<Connect>) {
    if (source !== parent || data.type !== 'connect' || !port) return;
    removeEventListener('message', connect);
    const tell: Tell = (report) => port.postMessage(report);
    port.onmessage = ({ data: order }: MessageEvent<ChartOrder>) => follow(draw, order, tell);
    tell({ type: 'started', secret: document.documentElement.dataset.secret ?? '' });
  });
}

async function follow(draw: Draw, order: ChartOrder, tell: Tell): Promise<void> {
  const figure = document.querySelector<HTMLElement>('#figure') ?? document.body;
  figure.setAttribute('aria-label', order.description);
  // The libraries give their element a name and a role of their own.
  const container = figure.appendChild(document.createElement('div'));
  const refuse = (address: string) => tell({ type: 'refused', address: address.slice(0, MAX_TOLD) });
  const note = (message: string) => tell({ type: 'noted', message: message.slice(0, MAX_TOLD) });
  addEventListener('securitypolicyviolation', ({ blockedURI }) => {
    // Of code in the text of a chart, it is a word.
    if (blockedURI.includes(':')) refuse(blockedURI);
  });
  try {
    if (order.asPicture) {
      const drawn = await draw({ container, chart: JSON.parse(order.chart), look: ON_WHITE, refuse, note });
      tell({ type: 'picture', data: await pictureOf(drawn) });
      return;
    }
    const drawWith = (look: Look) => draw({ container, chart: JSON.parse(order.chart), look, refuse, note });
    await drawInColours(drawWith, container, tell);
  } catch (error) {
    tell({ type: 'failed', message: String(error instanceof Error ? error.message : error).slice(0, MAX_TOLD) });
  }
}

async function drawInColours(
  drawWith: (look: Look) => Promise<Drawn>,
  container: HTMLElement,
  tell: Tell,
): Promise<void> {
  await hasWidth(container);
  let controls: Controls | undefined;
  useKeys(() => controls);
  const observer = new ResizeObserver(() => tell({ type: 'height', height: heightOf(container) }));
  for (;;) {
    const changed = lookChanged();
    const drawn = await drawWith(currentLook());
    controls = drawn;
    observer.observe(container);
    await changed;
    drawn.remove();
    container.replaceChildren();
  }
}

/** A PNG in base64. Charts have no background of their own. */
async function pictureOf({ toPicture }: Drawn): Promise<string> {
  const picture = await toPicture?.();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!picture || !context) throw new Error('there is no picture of it');
  [canvas.width, canvas.height] = [picture.width, picture.height];
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0);
  return canvas.toDataURL('image/png').replace(/^.*,/, '');
}

/** Resolves when the page's colours or the width of the frame change. */
function lookChanged(): Promise<void> {
  const width = innerWidth;
  return new Promise((resolve) => {
    DARK.addEventListener('change', () => resolve(), { once: true });
    addEventListener('resize', function resize() {
      if (innerWidth === width) return;
      removeEventListener('resize', resize);
      resolve();
    });
  });
}

/** Refuses to follow links: an address may carry what the chart shows. */
function keepHere(): void {
  const stay = (event: Event) => {
    if (event.composedPath().some((node) => node instanceof Element && node.localName === 'a')) event.preventDefault();
  };
  for (const type of ['click', 'auxclick']) addEventListener(type, stay, { capture: true });
}

/** Waits while the frame is in a part of the page that is folded away: what has no width can't be drawn. */
function hasWidth(container: HTMLElement): Promise<void> {
  return new Promise((resolve) => {
    const observer = new ResizeObserver(() => {
      if (container.clientWidth === 0) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(container);
  });
}

function currentLook(): Look {
  const { color, borderTopColor } = getComputedStyle(document.body);
  return { isDark: DARK.matches, ink: color, line: borderTopColor };
}

/** The height of the chart, with the scrollbar below one that is wider than the frame. */
function heightOf(container: HTMLElement): number {
  const root = document.documentElement;
  const scrollbar = root.scrollWidth > root.clientWidth ? innerHeight - root.clientHeight : 0;
  return Math.ceil(container.getBoundingClientRect().height) + Math.max(0, scrollbar);
}
