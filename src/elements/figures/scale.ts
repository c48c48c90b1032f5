import type { ChartValue, PointChart } from '../../sandbox/charts/chart.ts';

/** Where the values of an axis stand. */
export interface Scale {
  /** The place of a value, from 0 at the start of the axis to 1; `undefined` if it has none. */
  placeOf(value: ChartValue): number | undefined;
  ticks: Tick[];
}

export interface Tick {
  place: number;
  label: string;
}

/** The part of an axis that is left free at each end. */
const PADDING = 0.05;
/** Ticks of an axis whose figure gave none, at most. */
const TICKS = 6;
const ZONE = /T.*(?:Z|[+-]\d\d:\d\d)$/;

/** Makes the scale of one axis of a chart of points, with the ticks of the figure. */
export function scaleOfPoints(chart: PointChart, axis: 'x' | 'y'): Scale {
  const [ticks, labels, name] = [chart[`${axis}_ticks`], chart[`${axis}_tick_labels`], chart[`${axis}_scale`]];
  const toNumber = numberIn(name, ticks, labels);
  const all = chart.elements.flatMap(({ points }) => points.map(([x, y]) => toNumber(axis === 'x' ? x : y)));
  const place = placeIn(rangeOf(all.filter((each) => each !== undefined)));
  const placeOf = (value: ChartValue) => {
    const number = toNumber(value);
    return number === undefined ? undefined : place(number);
  };
  const shown = ticks.map((value, index) => ({ place: placeOf(value) ?? -1, label: labels[index] || String(value) }));
  return { placeOf, ticks: shown.filter((tick) => tick.place >= 0 && tick.place <= 1) };
}

/** Makes the scale of lengths, which has round ticks. @param isFromZero whether they begin at 0, as those of bars do */
export function scaleOfNumbers(values: readonly number[], isFromZero = false): Scale {
  const range = rangeOf(isFromZero ? [0, ...values] : values);
  // A bar stands on the axis.
  if (isFromZero && values.every((value) => value >= 0)) range[0] = 0;
  const place = placeIn(range);
  const placeOf = (value: ChartValue) => (typeof value === 'number' ? place(value) : undefined);
  return { placeOf, ticks: roundNumbers(range).map((value) => ({ place: place(value), label: String(value) })) };
}

/** Gives the number that a value stands at. A category stands at its tick. */
function numberIn(name: string, ticks: readonly ChartValue[], labels: readonly string[]) {
  const names = new Map<string, number>();
  return (value: ChartValue): number | undefined => {
    if (name === 'datetime') return finite(typeof value === 'number' ? value : timeOf(value));
    if (typeof value === 'number') return finite(name === 'log' ? Math.log10(value) : value);
    const tick = ticks[labels.indexOf(value)];
    if (typeof tick === 'number') return tick;
    const place = names.get(value) ?? names.size;
    names.set(value, place);
    return place;
  };
}

/** Without a zone, a time is read as one of UTC, as days are. */
function timeOf(text: string): number {
  return Date.parse(text.includes('T') && !ZONE.test(text) ? `${text}Z` : text);
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function rangeOf(values: readonly number[]): [low: number, high: number] {
  const low = values.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
  const high = values.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
  if (low > high) return [0, 1];
  const padding = low === high ? 1 : (high - low) * PADDING;
  return [low - padding, high + padding];
}

function placeIn([low, high]: readonly [number, number]) {
  return (value: number) => (value - low) / (high - low);
}

/** Round numbers in a range: multiples of 1, 2 or 5 of a power of ten. */
function roundNumbers([low, high]: readonly [number, number]): number[] {
  const least = (high - low) / TICKS;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  // Without the last digits, which are noise of a product.
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}
