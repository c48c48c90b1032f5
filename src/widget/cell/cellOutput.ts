import { html, nothing, type TemplateResult } from 'lit';
import type { EngineState } from '../../chat/python/lazySandbox.ts';
import type { CodeEntry } from '../../chat/transcript.ts';
import { widgetCell } from '../../language/en/embedded/widgetCell.ts';
import type { CellCode } from './cellCode.ts';

/** The latest run of a cell, as it is shown. */
interface ShownRun {
  /** `undefined` before the first run. */
  entry: CodeEntry | undefined;
  engine: EngineState | undefined;
  /** Whether the user has started it. */
  isOwn: boolean;
  lazy: Pick<typeof import('./cellRun.ts'), 'describeOutcome' | 'describeRestart' | 'describeRun'>;
}

/** What the engine or the run is doing, or how the run ended; before the first, the language. */
export function renderState({ entry, engine, lazy }: ShownRun, language: string): TemplateResult {
  if (engine?.state === 'loading' || (engine?.state === 'ready' && engine.packages)) {
    const waits = entry?.run.state === 'running' && engine.state === 'loading';
    return html`
      <glove-engine-status .engine=${engine}></glove-engine-status>
      ${waits ? html`<span class="small" role="status">${lazy.describeRun(entry, engine)}</span>` : nothing}
    `;
  }
  const outcome = entry?.run.state === 'ended' ? entry.run.outcome : '';
  return html`<span class="label ${outcome}" role="status">${entry ? lazy.describeOutcome(entry) : language}</span>`;
}

export function renderOutput({ entry, isOwn, lazy }: ShownRun): TemplateResult | typeof nothing {
  if (!entry) return nothing;
  const ended = entry.run.state === 'ended';
  const restart = entry.run.state === 'ended' ? entry.run.restart : undefined;
  const isQuiet = !ended && entry.output.length === 0 && !entry.displays && !entry.userRequests;
  return html`
    <div class="output" part="output" ?hidden=${isQuiet}>
      ${restart ? html`<p class="remark">${lazy.describeRestart(restart)}</p>` : nothing}
      <glove-code-output .cell=${entry} ?ended=${ended} ?own=${isOwn}></glove-code-output>
    </div>
  `;
}

/** Offers to remove the user's edit, if there is one. */
export function renderUndo(code: Pick<CellCode, 'typed' | 'type'>): TemplateResult | typeof nothing {
  if (code.typed === undefined) return nothing;
  return html`<button class="quiet" @click=${() => code.type(undefined)}>${widgetCell.undo}</button>`;
}
