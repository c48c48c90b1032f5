/** What a model is told of charts that the real libraries made: see test/support/charts. */
import { expect, it } from 'vitest';
import { chartIn } from '../../../src/viewer/chart.ts';
import { summariseChart } from '../../../src/viewer/summariseChart.ts';
import { recordedCharts } from '../../support/charts/recordedCharts.ts';

const POINTS = '(158, 52), (162.5, 58), (171, 66), (166, 61), (180.5, 80), (185, 86)';
const DAYS =
  '(2024-03-01, 120), (2024-03-02, 135), (2024-03-03, 128), (2024-03-04, 160), (2024-03-05, 210), (2024-03-06, 240), (2024-03-07, 190), (2024-03-08, 150)';

it.each([
  [
    'plotly',
    'Visitors by day as a line',
    `Interactive chart: Line chart “Visitors by day”, 8 points
x axis: Day
y axis: Visitors
- line: x 2024-03-01 to 2024-03-08; y 120 to 240; points: ${DAYS}`,
  ],
  [
    'plotly',
    'Sales of wares as bars',
    `Interactive chart: Bar chart “Sales by ware”, 8 points
x axis: Ware
y axis: Sold (t)
- bar “2023”: x tea, milk, coffee, sugar and other sweet things; y 7 to 30; points: (tea, 12.5), (milk, 30), (coffee, 18.25), (sugar and other sweet things, 7)
- bar “2024”: x tea, milk, coffee, sugar and other sweet things; y 9.5 to 28.5; points: (tea, 14), (milk, 28.5), (coffee, 21), (sugar and other sweet things, 9.5)`,
  ],
  [
    'altair',
    'Visitors by day as a line',
    `Interactive chart: Line chart “Visitors by day”, 8 points
- line: x day “Day” (temporal); y visitors “Visitors” (quantitative)
data: 8 rows; day 2024-03-01 to 2024-03-08; visitors 120 to 240; points: ${DAYS}`,
  ],
  [
    'altair',
    'Bars of a frame of polars',
    `Interactive chart: Bar chart “Rain”, 3 points
- bar: x city “City” (nominal); y rain “Rain (mm)” (quantitative)
data: 3 rows; city Oslo, Rome, Lima; rain 1 to 80; points: (Oslo, 63), (Rome, 80), (Lima, 1)`,
  ],
  [
    'bokeh',
    'Visitors by day as a line',
    `Interactive chart: Line chart “Visitors by day”, 8 points
x axis: Day (dates)
y axis: Visitors
- line “Visitors”: x 2024-03-01 to 2024-03-08; y 120 to 240; points: ${DAYS}`,
  ],
  [
    'bokeh',
    'Height and weight as points with tooltips',
    `Interactive chart: Scatter chart “Height and weight”, 6 points
x axis: Height (cm)
y axis: Weight (kg)
- scatter: x 158 to 185; y 52 to 86; points: ${POINTS}`,
  ],
] as const)('a model is told what a chart of %s shows: %s', async (library, title, told) => {
  const recorded = recordedCharts(library).get(title);
  const chart = recorded && chartIn({ [recorded.mimeType]: JSON.stringify(recorded.chart) });
  expect(chart && (await summariseChart(chart))).toBe(told);
});
