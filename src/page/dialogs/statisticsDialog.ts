import { css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { formatDuration } from '../../chat/labels.ts';
import { addUp, countRuns, percentile, type RunStatistics, statisticsOf } from '../../chat/runStatistics.ts';
import type { Session } from '../../chat/session.ts';
import { DialogElement } from '../../elements/dialogElement.ts';
import { dialogs as words } from '../../language/en/dialogs.ts';
import { fill, fillPlural } from '../../language/fill.ts';
import { locale } from '../../language/language.ts';

interface Figures {
  here: RunStatistics | undefined;
  all: RunStatistics;
  conversations: number;
}

/** How often the model's code worked, and how long it took. */
export class StatisticsDialog extends DialogElement {
  static override readonly styles = [
    ...DialogElement.styles,
    css`
      table {
        width: 100%;
        margin-top: 1.25rem;
        border-collapse: collapse;
        font-size: 0.9375rem;
        font-variant-numeric: tabular-nums;
      }

      th,
      td {
        padding-block: 0.375rem;
        padding-inline: 0.5rem 0;
        border-bottom: 1px solid var(--glove-line);
        text-align: end;
        vertical-align: bottom;
        white-space: nowrap;
      }

      th:first-child {
        padding-inline-start: 0;
        font-weight: 400;
        text-align: start;
        white-space: normal;
      }

      p.note {
        margin-top: 0.75rem;
        font-size: 0.8125rem;
      }
    `,
  ];

  @property({ attribute: false }) session: Session | undefined;
  @state() private figures: Figures | undefined;

  async open(): Promise<void> {
    const { session } = this;
    if (!session) return;
    await session.autosave?.done;
    const saved = (await session.autosave?.store.list().catch(() => [])) ?? [];
    const { conversation } = session;
    this.figures = {
      here: conversation && statisticsOf(conversation.turns),
      all: addUp(saved.map(({ statistics }) => statistics)),
      conversations: saved.length,
    };
    await this.updateComplete;
    this.dialog?.showModal();
  }

  protected override render(): TemplateResult {
    return html`
      <dialog aria-labelledby="title">
        <form method="dialog">
          <h2 id="title">${words.statistics}</h2>
          <p>${this.figures ? describeScope(this.figures) : ''}</p>
          ${this.figures ? renderTable(this.figures) : nothing}
          <p class="note">${words.statisticsNote}</p>
          <div class="buttons"><button autofocus>${words.close}</button></div>
        </form>
      </dialog>
    `;
  }
}

function describeScope({ conversations }: Figures): string {
  return fillPlural(words.scope, conversations);
}

function renderTable({ here, all }: Figures): TemplateResult {
  const columns = [...(here ? [here] : []), all];
  const row = (name: string, cell: (statistics: RunStatistics) => unknown) => html`
    <tr>
      <th scope="row">${name}</th>
      ${columns.map((statistics) => html`<td>${cell(statistics)}</td>`)}
    </tr>
  `;
  return html`
    <table>
      <thead>
        <tr>
          <td></td>
          ${here ? html`<th scope="col">${words.thisOne}</th>` : nothing}
          <th scope="col">${words.allSaved}</th>
        </tr>
      </thead>
      <tbody>
        ${row(words.runs, (statistics) => countRuns(statistics).toLocaleString(locale()))}
        ${row(words.succeeded, (statistics) => renderShare(statistics.succeeded, statistics))}
        ${row(words.failed, (statistics) => renderShare(statistics.failed, statistics))}
        ${row(words.timedOut, (statistics) => renderShare(statistics.timedOut, statistics))}
        ${row(words.median, ({ durations }) => renderDuration(percentile(durations, 0.5)))}
        ${row(words.most, ({ durations }) => renderDuration(percentile(durations, 0.95)))}
      </tbody>
    </table>
  `;
}

function renderShare(count: number, statistics: RunStatistics): TemplateResult {
  const runs = countRuns(statistics);
  return html`${count.toLocaleString(locale())} ${runs > 0 ? html`<small>${fill(words.percent, { count: Math.round((100 * count) / runs) })}</small>` : nothing}`;
}

function renderDuration(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '–' : formatDuration(milliseconds);
}
