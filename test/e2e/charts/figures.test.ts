// @module-tag long
/** “Explore values” below figures that have their data with them, as Matplotlib's have. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, it } from 'vitest';
import { CHART_MIME_TYPE } from '../../../src/protocol.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { inEveryLook } from '../looks.ts';
import { SHOW_FIGURE, SHOW_PICTURE } from '../userActions.ts';
import { showCode } from './showCharts.ts';

const gemini = fakeGemini();

const LINE = {
  type: 'line',
  title: 'Visitors by day',
  x_label: 'Day',
  y_label: 'Visitors',
  x_scale: 'linear',
  x_ticks: [0, 10, 20],
  x_tick_labels: ['0', '10', '20'],
  y_scale: 'linear',
  y_ticks: [100, 200],
  y_tick_labels: ['100', '200'],
  elements: ['north', 'south', 'east'].map((label, series) => ({
    label,
    points: Array.from({ length: 30 }, (_, day) => [day, 100 + series * 40 + ((day * 37) % 50)]),
  })),
};

const SHOW_LINE = `display({
    "image/png": b64encode(png(400, 250, (120, 180, 200))).decode(),
    "${CHART_MIME_TYPE}": ${JSON.stringify(LINE)},
}, raw=True)`;

it('a user explores the values of figures in every look', async () => {
  const code = `${SHOW_PICTURE.replace('display(Picture())', '')}${SHOW_FIGURE}\n${SHOW_LINE}\nprint('drawn')`;
  const { page, complaints } = await showCode(gemini, code, 'drawn');
  for (const summary of ['Explore values', 'Show as table']) {
    for (const figure of [0, 1]) await page.getByText(summary).nth(figure).press('Enter');
  }
  const lines = page.getByRole('application', { name: 'Line chart: Visitors by day' });
  await lines.press('Home');
  const values = page.locator('glove-figure-chart').last().getByRole('status');
  await values.getByText('north, Day: 0, Visitors: 100').waitFor();
  await inEveryLook(page, 'figures', {
    check: async () => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html)}`)).toEqual([]);
    },
    fullPage: true,
  });
  expect(complaints).toEqual([]);
});
