/** What was measured, in words and numbers. */
import type { Measured, Target, Unit } from './measure.ts';

/** A line of `--json`. */
export interface Summary {
  name: string;
  /** The median, in the unit. */
  ours: number;
  /** The median, in the unit. */
  reference: number;
  against: string;
  ratio: number;
  unit: string;
  /** How often each was measured. */
  n: number;
}

export function summarise({ name, ours, reference, against, unit }: Measured): Summary {
  const [our, their] = [quantile(ours, 0.5), quantile(reference, 0.5)];
  return { name, ours: our, reference: their, against, ratio: our / their, unit, n: ours.length };
}

/** A table in Markdown that can be read as it is, too: medians, with what nine of ten measurements are above and below. */
export function tableOf(rows: readonly Measured[]): string {
  const lines = rows.map((row) => {
    const { name, ratio, against, n } = summarise(row);
    const { unit } = row;
    return [
      name,
      spread(row.ours, unit),
      spread(row.reference, unit),
      against,
      ratio.toFixed(2),
      aimOf(row),
      String(n),
    ];
  });
  const head = ['row', 'ours', 'reference', 'the reference is', 'ratio', 'target', 'n'];
  const all = [head, head.map(() => ''), ...lines];
  const widths = head.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  return all
    .map(
      (line, index) =>
        `| ${line.map((cell, at) => cell.padEnd(widths[at] ?? 0, index === 1 ? '-' : ' ')).join(' | ')} |\n`,
    )
    .join('');
}

function spread(numbers: readonly number[], unit: string): string {
  const [low, middle, high] = [0.1, 0.5, 0.9].map((part) => quantile(numbers, part).toFixed(2));
  return `${middle} ${unit} (${low}–${high})`;
}

function aimOf(row: Measured): string {
  const { target } = row;
  if (!target) return '';
  return `${wordsOf(target, row.unit)}: ${isMet(row, target) ? 'met' : 'missed'}`;
}

function wordsOf(target: Target, unit: Unit): string {
  if ('above' in target) return `≤ ${target.above} ${unit} above`;
  return target.most === undefined ? `≤ ${target.ratio}` : `≤ ${target.ratio}, ≤ ${target.most} ${unit}`;
}

function isMet(row: Measured, target: Target): boolean {
  const { ours, reference, ratio } = summarise(row);
  if ('above' in target) return ours - reference <= target.above;
  return ratio <= target.ratio && ours <= (target.most ?? ours);
}

function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN;
}
