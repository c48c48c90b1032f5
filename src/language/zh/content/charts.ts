import type { Texts } from '../../texts.ts';

export const charts: Texts['charts'] = {
  line: '折线图',
  scatter: '散点图',
  bar: '条形图',
  pie: '饼图',
  box_and_whisker: '箱线图',
  unknown: '图片',
  named: '{chart}：{name}',
  withSize: '{chart}；{size}',
  yByX: '{y}（按 {x}）',
  slices: { other: '{count} 个扇区' },
  boxes: { other: '{count} 个箱' },
  points: { other: '{count} 个点' },
  bars: { other: '{count} 个条形' },
  barsInGroups: { other: '{bars}，分为 {count} 组' },
  series: { other: '{count} 个系列' },
  pointsEach: '{series}，每个系列 {points}',
  several: { other: '{count} 个图表。{charts}' },
  more: { other: '还有 {count} 个' },
};
