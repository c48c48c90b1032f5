import type { EngineName, Mode } from './engine.ts';

/** What the tests have shown of an engine in one kind of page. */
export interface Support {
  engine: EngineName;
  mode: Mode;
  /** The browser's name and version. */
  title: string;
  passed: number;
  failed: number;
  /** How many were left out for each reason. */
  skipped: Record<string, number>;
  /** Why only the first test was run. */
  impossible?: string | undefined;
}

const BEGIN = '<!-- test:browsers -->';
const END = '<!-- /test:browsers -->';
const HEAD = '| Browser | Page | Passed | Failed | Left out |\n| --- | --- | --- | --- | --- |';
const PAGES: Record<Mode, string> = { plain: 'without special headers', isolated: 'cross-origin isolated' };
/** What the first cell begins with, in the order of the rows. */
const NAMES: Record<EngineName, string> = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' };

/**
 * Puts what a run has shown into a document, between its markers. Rows of engines and pages that were not run stay as they were.
 *
 * @throws Error where the markers are missing
 */
export function withSupport(document: string, shown: Support[]): string {
  const start = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (start < 0 || end < start) throw new Error(`The document has no ${BEGIN} … ${END}.`);
  const before = document.slice(start, end).split('\n');
  const rows = Object.keys(NAMES).flatMap((engine) =>
    Object.keys(PAGES).map((mode) => {
      const now = shown.find((each) => each.engine === engine && each.mode === mode);
      return now ? rowOf(now) : before.find((row) => isRowOf(row, engine as EngineName, mode as Mode));
    }),
  );
  const table = [BEGIN, '', HEAD, ...rows.filter((row) => row !== undefined), '', END];
  return document.slice(0, start) + table.join('\n') + document.slice(end + END.length);
}

/** One line for each run, to be read in a terminal. */
export function summaryOf(shown: Support[]): string {
  return shown
    .map((support) => {
      const { title, mode, passed, failed } = support;
      const reasons = reasonsOf(support).map((reason) => `\n    left out: ${reason}`);
      return `${title}, ${PAGES[mode]}: ${passed} passed, ${failed} failed${reasons.join('')}\n`;
    })
    .join('');
}

function rowOf(support: Support): string {
  const { title, mode, passed, failed } = support;
  return `| ${[title, PAGES[mode], passed, failed, reasonsOf(support).join('; ') || 'none'].join(' | ')} |`;
}

function reasonsOf({ skipped, impossible }: Support): string[] {
  if (impossible !== undefined) return [`all others: ${impossible}`];
  return Object.entries(skipped).map(([reason, count]) => `${count}: ${reason}`);
}

function isRowOf(row: string, engine: EngineName, mode: Mode): boolean {
  return row.startsWith(`| ${NAMES[engine]}`) && row.includes(` | ${PAGES[mode]} | `);
}
