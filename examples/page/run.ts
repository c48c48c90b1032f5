/**
 * Runs one example, `run.html?basic`, in a document of its own, which shows what it logs and what it puts on its page. A new run is a new
 * document, so that nothing is left of the one before it.
 */
import { errorMessage } from '../../src/errors.ts';
import type { RunReport } from './runReport.ts';

const EXAMPLES = import.meta.glob([
  '../*.ts',
  '../interactions/*.ts',
  '../anthropic/*.ts',
  '../builtInModel/*.ts',
  '../aiSdk/*.ts',
  '../jupyter/*.ts',
  '!../**/apiKey.ts',
]);

let state: RunReport['state'] = 'running';

const log = console.log.bind(console);
console.log = (...values: unknown[]) => {
  log(...values);
  show(values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' '));
};

new ResizeObserver(report).observe(document.body);
try {
  await EXAMPLES[`../${location.search.slice(1)}.ts`]?.();
  state = 'done';
} catch (error) {
  show(errorMessage(error)).classList.add('error');
  state = 'failed';
}
report();

function show(text: string): HTMLElement {
  const line = document.createElement('pre');
  line.textContent = text;
  document.body.append(line);
  return line;
}

function report(): void {
  parent.postMessage({ state, height: document.body.offsetHeight } satisfies RunReport, location.origin);
}
