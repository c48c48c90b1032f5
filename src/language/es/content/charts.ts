import type { Texts } from '../../texts.ts';

export const charts: Texts['charts'] = {
  line: 'Gráfico de líneas',
  scatter: 'Gráfico de dispersión',
  bar: 'Gráfico de barras',
  pie: 'Gráfico circular',
  box_and_whisker: 'Diagrama de caja',
  unknown: 'Imagen',
  named: '{chart}: {name}',
  withSize: '{chart}; {size}',
  yByX: '{y} por {x}',
  slices: { one: '{count} sector', other: '{count} sectores' },
  boxes: { one: '{count} caja', other: '{count} cajas' },
  points: { one: '{count} punto', other: '{count} puntos' },
  bars: { one: '{count} barra', other: '{count} barras' },
  barsInGroups: { one: '{bars} en {count} grupo', other: '{bars} en {count} grupos' },
  series: { one: '{count} serie', other: '{count} series' },
  pointsEach: '{series}, {points} en cada una',
  several: { one: '{count} gráfico. {charts}', other: '{count} gráficos. {charts}' },
  more: { one: 'y {count} más', other: 'y {count} más' },
};
