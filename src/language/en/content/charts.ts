import { defineWords } from '../../words.ts';

export const charts = defineWords('charts', {
  line: 'Line chart',
  scatter: 'Scatter plot',
  bar: 'Bar chart',
  pie: 'Pie chart',
  box_and_whisker: 'Box plot',
  unknown: 'Picture',
  named: '{chart}: {name}',
  withSize: '{chart}; {size}',
  yByX: '{y} by {x}',
  slices: { one: '{count} slice', other: '{count} slices' },
  boxes: { one: '{count} box', other: '{count} boxes' },
  points: { one: '{count} point', other: '{count} points' },
  bars: { one: '{count} bar', other: '{count} bars' },
  barsInGroups: { other: '{bars} in {count} groups' },
  series: { other: '{count} series' },
  pointsEach: '{series}, {points} each',
  several: { other: '{count} charts. {charts}' },
  more: { other: 'and {count} more' },
});
