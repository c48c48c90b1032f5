import { classHighlighter, highlightCode } from '@lezer/highlight';
import { parser } from '@lezer/javascript';
import { html, nothing, render, type TemplateResult } from 'lit';
import { codeColours } from '../../src/elements/cell/codeColours.ts';
import { EXAMPLES, type Example } from './catalogue.ts';
import type { RunReport } from './runReport.ts';

const [FIRST] = EXAMPLES;
if (!FIRST) throw new Error('There are no examples.');
const chosen = (): Example => EXAMPLES.find(({ name }) => `#${name}` === location.hash) ?? FIRST;

const STATES: Record<RunReport['state'], string> = { running: 'Running…', done: 'Done', failed: 'Failed' };
const typescript = parser.configure({ dialect: 'ts' });

/** The state of the running example; `undefined` if none has been started. */
let run: RunReport | undefined;

if (codeColours.styleSheet) document.adoptedStyleSheets.push(codeColours.styleSheet);
addEventListener('hashchange', stop);
addEventListener('message', ({ source, data }: MessageEvent<RunReport>) => {
  if (!run || source !== frame()?.contentWindow) return;
  run = data;
  draw();
});
draw();

function frame(): HTMLIFrameElement | null {
  return document.querySelector('iframe');
}

function start(): void {
  stop();
  run = { state: 'running', height: 0 };
  draw();
}

function stop(): void {
  run = undefined;
  draw();
}

function draw(): void {
  const example = chosen();
  document.title = `${example.title} — Glovebox: examples`;
  render(page(example), document.body);
}

function page(example: Example): TemplateResult {
  return html`
    <header>
      <h1>Examples</h1>
      <p>
        Google's examples of code execution, with Python in this tab. You can run each file as it is. It asks for your key for
        the Gemini API, sends it to Google only, and forgets it when you close this tab.
      </p>
    </header>
    <nav aria-label="Examples">${EXAMPLES.map((one) => link(one, one === example))}</nav>
    <main>
      <div class="title">
        <h2>${example.title}</h2>
        <span class="state ${run?.state ?? ''}" role="status">${run ? STATES[run.state] : nothing}</span>
        ${
          run?.state === 'running'
            ? html`<button @click=${stop}>Stop</button>`
            : html`<button class="run" @click=${start}>${run ? 'Run again' : 'Run'}</button>`
        }
      </div>
      <p>${example.description}</p>
      ${run ? output(example, run) : nothing}
      <section class="source" aria-label="Source">
        <h3>${example.path}</h3>
        <pre tabindex="0"><code>${highlight(example.source)}</code></pre>
      </section>
    </main>
  `;
}

function output({ name }: Example, { height }: RunReport): TemplateResult {
  return html`
    <section aria-label="Output">
      <iframe title="Output" src="./run.html?${name}" style="height: ${height}px"></iframe>
    </section>
  `;
}

function link({ name, title }: Example, isChosen: boolean): TemplateResult {
  return html`<a href="#${name}" aria-current=${isChosen ? 'page' : nothing}>${title}</a>`;
}

function highlight(source: string): (TemplateResult | string)[] {
  const spans: (TemplateResult | string)[] = [];
  const add = (text: string, classes: string) =>
    spans.push(classes === '' ? text : html`<span class=${classes}>${text}</span>`);
  highlightCode(source, typescript.parse(source), classHighlighter, add, () => spans.push('\n'));
  return spans;
}
