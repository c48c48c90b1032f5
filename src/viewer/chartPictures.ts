import { abortable } from '../async/abort.ts';
import type { Chart } from './chart.ts';
import { ChartFrame } from './chartFrame.ts';
import { loadProgram } from './programs.ts';

/** In the window, since browsers don't draw frames that are elsewhere, and below all that is there. */
const UNSEEN: Partial<CSSStyleDeclaration> = {
  position: 'fixed',
  inset: '0 auto auto 0',
  zIndex: '-1',
  width: '800px',
  height: '500px',
  border: '0',
  opacity: '0',
  pointerEvents: 'none',
};
/** Frames in a row that did not start, after which no more are tried: the policy of the page may forbid their scripts. */
const MAX_FAILURES = 2;

let failures = 0;

/**
 * Draws interactive charts as PNG, one after the other, in sealed frames that nobody sees.
 *
 * @param milliseconds for all of them
 * @returns the pictures in base64, with `undefined` for those that can't be drawn, or not in time; for all outside of pages in sight
 */
export async function drawPictures(charts: readonly Chart[], milliseconds: number): Promise<(string | undefined)[]> {
  const pictures: (string | undefined)[] = [];
  const signal = AbortSignal.timeout(milliseconds);
  // A page in the background draws nothing.
  const canDraw = typeof document !== 'undefined' && !document.hidden;
  for (const chart of charts) {
    const isPossible = canDraw && !signal.aborted && failures < MAX_FAILURES;
    pictures.push(isPossible ? await drawPicture(chart, signal).catch(() => undefined) : undefined);
  }
  return pictures;
}

async function drawPicture(chart: Chart, signal: AbortSignal): Promise<string | undefined> {
  const program = await abortable(loadProgram(chart), signal);
  const element = document.createElement('iframe');
  let drawing: ChartFrame | undefined;
  try {
    const drawn = new Promise<string | undefined>((resolve) => {
      const order = { chart: chart.content, description: '', asPicture: true };
      drawing = new ChartFrame(program, order, (news) => {
        if (news.type === 'picture') resolve(news.data);
        else if (news.type === 'failed' || news.type === 'unheard') resolve(undefined);
      });
    });
    const frame = drawing;
    if (!frame) return undefined;
    element.addEventListener('load', () => frame.connect(element));
    element.setAttribute('sandbox', 'allow-scripts');
    element.setAttribute('aria-hidden', 'true');
    element.referrerPolicy = 'no-referrer';
    element.tabIndex = -1;
    Object.assign(element.style, UNSEEN);
    element.srcdoc = frame.document;
    document.body.append(element);
    return await abortable(drawn, signal);
  } finally {
    failures = drawing?.hasStarted ? 0 : failures + 1;
    drawing?.disconnect();
    element.remove();
  }
}
