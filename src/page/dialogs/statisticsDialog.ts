import { css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { formatDuration } from '../../chat/labels.ts';
import { addUp, countRuns, percentile, type RunStatistics, statisticsOf } from '../../chat/runStatistics.ts';
import type { Session } from '../../chat/session.ts';
import { DialogElement } from '../../elements/dialogElement.ts';

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
        padding: 0.375rem 0 0.375rem 0.5rem;
        border-bottom: 1px solid var(--glove-line);
        text-align: right;
        vertical-align: bottom;
        white-space: nowrap;
      }

      th:first-child {
        padding-left: 0;
        font-weight: 400;
        text-align: left;
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
          <h2 id="title">Statistics</h2>
          <p>${this.figures ? describeScope(this.figures) : ''}</p>
          ${this.figures ? renderTable(this.figures) : nothing}
          <p class="note">
            Only runs in this tab have a duration. Runs that you stopped and deleted conversations do not count.
          </p>
          <div class="buttons"><button autofocus>Close</button></div>
        </form>
      </dialog>
    `;
  }
}

function describeScope({ conversations }: Figures): string {
  const where = conversations === 1 ? 'in the one conversation' : `in all ${conversations} conversations`;
  return `How the model’s code ran, ${where} saved in this browser.`;
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
          ${here ? html`<th scope="col">This one</th>` : nothing}
          <th scope="col">All saved</th>
        </tr>
      </thead>
      <tbody>
        ${row('Runs', (statistics) => countRuns(statistics).toLocaleString('en'))}
        ${row('Succeeded', (statistics) => renderShare(statistics.succeeded, statistics))}
        ${row('Failed', (statistics) => renderShare(statistics.failed, statistics))}
        ${row('Timed out', (statistics) => renderShare(statistics.timedOut, statistics))}
        ${row('Median duration', ({ durations }) => renderDuration(percentile(durations, 0.5)))}
        ${row('95 % took at most', ({ durations }) => renderDuration(percentile(durations, 0.95)))}
      </tbody>
    </table>
  `;
}

function renderShare(count: number, statistics: RunStatistics): TemplateResult {
  const runs = countRuns(statistics);
  return html`${count.toLocaleString('en')} ${runs > 0 ? html`<small>${Math.round((100 * count) / runs)} %</small>` : nothing}`;
}

function renderDuration(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '–' : formatDuration(milliseconds);
}
