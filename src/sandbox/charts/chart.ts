/**
 * What a figure of matplotlib shows, as data. Names and shapes are those of E2B's code interpreter. Code made the texts and numbers: don't
 * trust them.
 *
 * @see https://github.com/e2b-dev/code-interpreter/blob/main/js/src/charts.ts
 */
export type Chart = SingleChart | SuperChart;

/** What one pair of axes shows. */
export type SingleChart = PointChart | BarChart | PieChart | BoxAndWhiskerChart | UnknownChart;

interface ChartBase {
  /** At most 80 characters, as all texts of a chart. */
  title?: string;
  /** How many elements were left out, because there were too many. */
  omitted?: number;
}

interface ChartWithAxes extends ChartBase {
  x_label?: string;
  y_label?: string;
  /** What stands in parentheses or brackets in the label: `km/h` in `Speed (km/h)`. */
  x_unit?: string;
  y_unit?: string;
}

/** A value of a series: a number, or a text for a category or a date, which is in ISO 8601. */
export type ChartValue = number | string;

/** Several charts in one figure: subplots, axes on one another, or two kinds in the same axes. The first 16 axes are read. */
export interface SuperChart extends ChartBase {
  type: 'superchart';
  elements: SingleChart[];
}

/** Lines (`'line'`), or points that nothing connects (`'scatter'`). */
export interface PointChart extends ChartWithAxes {
  type: 'line' | 'scatter';
  /** At most 50 series. */
  elements: PointData[];
  /** The ticks that are in sight. */
  x_ticks: ChartValue[];
  x_tick_labels: string[];
  /** `linear`, `log`, `datetime`, `categorical`, or another scale of matplotlib. */
  x_scale: string;
  y_ticks: ChartValue[];
  y_tick_labels: string[];
  y_scale: string;
}

/** A series of a {@link PointChart}. */
export interface PointData {
  /** `Line 1`, `Points 2` and so on if the code gave it none. */
  label: string;
  /** Each as x and y, without those that miss a value. A figure has at most 5,000, which its series share: of more, every n-th. */
  points: [x: ChartValue, y: ChartValue][];
  /** How many points were left out between those. */
  omitted?: number;
}

/** Bars, and the bins of a histogram. Of bars that lie, x is the axis with the categories, too. */
export interface BarChart extends ChartWithAxes {
  type: 'bar';
  elements: BarData[];
}

/** One bar of a {@link BarChart}. */
export interface BarData {
  /** The category: its name, a date in ISO 8601, a number, or a bin such as `0 to 5`. */
  label: string;
  /** The name of the bars that were drawn together; `Group 1` and so on if the code gave them none. */
  group: string;
  /** The length of the bar, also if it stands on another. */
  value: number;
}

export interface PieChart extends ChartBase {
  type: 'pie';
  elements: PieData[];
}

/** One slice of a {@link PieChart}. */
export interface PieData {
  /** Empty if the code gave it none. */
  label: string;
  /** Degrees. */
  angle: number;
  radius: number;
}

/** A box plot. Of boxes that lie, x is the axis with the categories, too. */
export interface BoxAndWhiskerChart extends ChartWithAxes {
  type: 'box_and_whisker';
  elements: BoxAndWhiskerData[];
}

/** One box of a {@link BoxAndWhiskerChart}. `min` and `max` are the ends of its whiskers. */
export interface BoxAndWhiskerData {
  label: string;
  min: number;
  first_quartile: number;
  median: number;
  third_quartile: number;
  max: number;
  /** At most 100. */
  outliers: number[];
}

/** Axes in a {@link SuperChart} that show something else, such as an image. */
export interface UnknownChart extends ChartWithAxes {
  type: 'unknown';
  elements: never[];
}
