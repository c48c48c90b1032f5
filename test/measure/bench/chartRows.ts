/** Interactive charts. */
import { MEDIA_ELEMENTS } from '../../../src/elements/mediaElements.ts';
import { register } from '../../../src/elements/register.ts';
import { type Row, time, type Ways } from './measure.ts';

/** Served as it is, from the package. */
const PLOTLY = '/node_modules/plotly.js-cartesian-dist-min/plotly-cartesian.min.js';
const NUMBERS = Array.from({ length: 1000 }, (_, index) => index);
const FIGURE = { data: [{ x: NUMBERS, y: NUMBERS.map((number) => Math.sin(number / 50)), mode: 'lines+markers' }] };

export function chartRows(): Row[] {
  return [
    {
      name: 'chart',
      against: 'the same figure, drawn by Plotly in a bare frame of the page',
      times: 10,
      open: drawBoth,
    },
  ];
}

/** Both load the program anew, as each chart does. */
async function drawBoth(): Promise<Ways> {
  register(MEDIA_ELEMENTS);
  return { ours: () => time(drawInSealedFrame), reference: () => time(drawInBareFrame), close: async () => {} };
}

async function drawInSealedFrame(): Promise<void> {
  const element = document.createElement('glove-chart');
  const chart = { library: 'plotly' as const, content: JSON.stringify(FIGURE) };
  document.body.append(Object.assign(element, { chart }));
  // The frame has no height before its chart is drawn.
  await until(() => (element.shadowRoot?.querySelector('iframe')?.clientHeight ?? 0) > 0);
  element.remove();
}

async function drawInBareFrame(): Promise<void> {
  const frame = document.createElement('iframe');
  const draw = `Plotly.newPlot('chart', ${JSON.stringify(FIGURE)}).then(() => { document.title = 'drawn'; })`;
  frame.srcdoc = `<!doctype html><div id="chart"></div><script src="${PLOTLY}"></script><script>${draw}</script>`;
  frame.width = '800';
  document.body.append(frame);
  await until(() => frame.contentDocument?.title === 'drawn');
  frame.remove();
}

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => requestAnimationFrame(resolve));
}
