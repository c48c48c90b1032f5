/** Describes documents of Bokeh to a model. */
import { BokehArrays } from './bokehArray.ts';
import { type BokehAxis, type BokehGlyph, figuresIn } from './bokehFigures.ts';
import { listPoints, rangeOf, shortValue } from './describeValues.ts';

const SCALES: Record<BokehAxis['scale'], string> = {
  linear: '',
  logarithmic: '(logarithmic)',
  dates: '(dates)',
  categories: '',
  map: '(map)',
};

/** Figures, and glyphs of one figure, that are described. */
const MAX_DESCRIBED = 12;

/** A line for each axis and each glyph, of one figure after the other. */
export async function linesOfBokeh(chart: Record<string, unknown>): Promise<string[]> {
  const figures = figuresIn(chart);
  const arrays = new BokehArrays();
  const lines: string[] = [];
  for (const figure of figures.slice(0, MAX_DESCRIBED)) {
    if (figures.length > 1) lines.push(figure.title === '' ? 'figure' : `figure “${shortValue(figure.title)}”`);
    lines.push(...figure.axes.slice(0, MAX_DESCRIBED).flatMap((axis) => describeAxis(axis) ?? []));
    const dates = figure.axes.filter(({ scale }) => scale === 'dates').map(({ dimension }) => dimension);
    for (const glyph of figure.glyphs.slice(0, MAX_DESCRIBED)) lines.push(await describeGlyph(glyph, dates, arrays));
    lines.push(...others(figure.glyphs.length, 'glyphs'));
  }
  return [...lines, ...others(figures.length, 'figures')];
}

function describeAxis({ dimension, label, scale }: BokehAxis): string | undefined {
  const words = [label, SCALES[scale]].filter((each) => each !== '').map(shortValue);
  return words.length === 0 ? undefined : `${dimension} axis: ${words.join(' ')}`;
}

async function describeGlyph(
  { kind, name, columns }: BokehGlyph,
  dates: readonly string[],
  arrays: BokehArrays,
): Promise<string> {
  const parts: string[] = [];
  const given: (readonly unknown[])[] = [];
  for (const [dimension, column] of columns) {
    const read = await arrays.read(column);
    const values = dates.includes(dimension) ? read.map(dateOf) : read;
    if (values.length > 0) parts.push(`${dimension} ${rangeOf(values) ?? 'empty'}`);
    if (values.length > 0) given.push(values);
  }
  return `- ${kind}${name === '' ? '' : ` “${shortValue(name)}”`}: ${[...parts, listPoints(given) ?? 'no points'].join('; ')}`;
}

function others(count: number, what: string): string[] {
  return count > MAX_DESCRIBED ? [`and ${count - MAX_DESCRIBED} more ${what}`] : [];
}

/** A date in ISO 8601 of milliseconds since 1970, without a time if it is midnight. */
function dateOf(value: unknown): unknown {
  if (typeof value !== 'number' || Number.isNaN(new Date(value).getTime())) return value;
  return new Date(value).toISOString().replace(/T00:00:00.000Z$|\.000Z$/, '');
}
