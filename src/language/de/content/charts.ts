import type { Texts } from '../../texts.ts';

export const charts: Texts['charts'] = {
  line: 'Liniendiagramm',
  scatter: 'Streudiagramm',
  bar: 'Balkendiagramm',
  pie: 'Kreisdiagramm',
  box_and_whisker: 'Boxplot',
  unknown: 'Bild',
  named: '{chart}: {name}',
  withSize: '{chart}; {size}',
  yByX: '{y} nach {x}',
  slices: { one: '{count} Segment', other: '{count} Segmente' },
  boxes: { one: '{count} Box', other: '{count} Boxen' },
  points: { one: '{count} Punkt', other: '{count} Punkte' },
  bars: { one: '{count} Balken', other: '{count} Balken' },
  barsInGroups: { one: '{bars} in {count} Gruppe', other: '{bars} in {count} Gruppen' },
  series: { one: '{count} Datenreihe', other: '{count} Datenreihen' },
  pointsEach: '{series}, je {points}',
  several: { one: '{count} Diagramm. {charts}', other: '{count} Diagramme. {charts}' },
  more: { one: 'und {count} weiteres', other: 'und {count} weitere' },
};
