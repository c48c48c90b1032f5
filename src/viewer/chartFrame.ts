import { timeoutWhileAwake } from '../async/timeouts.ts';
import type { ChartOrder, ChartReport, Connect } from '../protocol.ts';
import { chartDocument } from './chartDocument.ts';
import { readChartReport } from './chartReport.ts';

/** Milliseconds in which the frame's script must have started. */
const START_TIME = 10_000;

/** Why nothing is heard of the frame of a chart: its script has not run, or another document has taken its place. */
export type FrameProblem = 'frameNotStarted' | 'frameReplaced';

/** What is heard of a chart. */
export type ChartNews = Exclude<ChartReport, { type: 'started' }> | { type: 'unheard'; problem: FrameProblem };

/** The sealed frame of a chart, whose only script is the program that draws it. */
export class ChartFrame {
  /** For `srcdoc`, beside `sandbox="allow-scripts"`. */
  readonly document: string;
  readonly #order: ChartOrder;
  readonly #onNews: (news: ChartNews) => void;
  // Not randomUUID(), which pages without https lack.
  readonly #secret = crypto.getRandomValues(new BigUint64Array(2)).join('');
  #port: MessagePort | undefined;
  #cancelTimeout = () => {};
  #hasStarted = false;

  /** @param program the text of the script */
  constructor(program: string, order: ChartOrder, onNews: (news: ChartNews) => void) {
    this.document = chartDocument(program, this.#secret);
    this.#order = order;
    this.#onNews = onNews;
  }

  /** Whether its script has ever run. */
  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  /** Connects with the document when it has loaded: again after a move of the element, which empties the frame. */
  connect({ contentWindow }: HTMLIFrameElement): void {
    this.disconnect();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      const report = readChartReport(data);
      if (report && port1 === this.#port) this.#hear(report, port1);
    };
    this.#port = port1;
    // An opaque origin can't be named as a target. The chart is sent when the document has told the secret.
    contentWindow?.postMessage({ type: 'connect' } satisfies Connect, '*', [port2]);
    this.#cancelTimeout = timeoutWhileAwake(START_TIME, () => this.#fail('frameNotStarted'));
  }

  disconnect(): void {
    this.#cancelTimeout();
    this.#port?.close();
    this.#port = undefined;
  }

  #hear(report: ChartReport, port: MessagePort): void {
    if (report.type !== 'started') {
      this.#onNews(report);
      return;
    }
    this.#cancelTimeout();
    this.#hasStarted = true;
    if (report.secret === this.#secret) port.postMessage(this.#order);
    else this.#fail('frameReplaced');
  }

  #fail(problem: FrameProblem): void {
    this.disconnect();
    this.#onNews({ type: 'unheard', problem });
  }
}
