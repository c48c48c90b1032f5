import type { CodeLanguage } from '../../answer/codec/languages.ts';
import { isCode, type Turn } from '../../chat/transcript.ts';
import { readAnsi } from '../../elements/cell/ansi.ts';
import { type Highlighter, loadHighlighter } from '../../elements/cell/highlight.ts';
import { mayHaveMath, type RenderMath } from '../../elements/markdown/mathSyntax.ts';
import { type Chart, chartIn } from '../../viewer/chart.ts';
import { drawPictures } from '../../viewer/chartPictures.ts';

/** The time for drawing all charts, in ms. */
const DRAWING_TIME = 30_000;

/** What the entries of a report are written with. */
export interface ReportTools {
  highlighters: Readonly<Record<CodeLanguage, Highlighter>>;
  /** `undefined` if no text has LaTeX. */
  renderMath: RenderMath | undefined;
  readAnsi: typeof readAnsi;
  /** The pictures of interactive charts as PNG in base64, by the specification of the chart. */
  charts: ReadonlyMap<string, string>;
}

/** Loads what the report of a conversation needs, and draws its charts. */
export async function reportTools(turns: readonly Turn[]): Promise<ReportTools> {
  const [PYTHON, JAVASCRIPT, renderMath, charts] = await Promise.all([
    loadHighlighter('PYTHON'),
    loadHighlighter('JAVASCRIPT'),
    hasMath(turns) ? import('../../elements/markdown/math.ts').then((math) => math.renderMath) : undefined,
    drawCharts(turns),
  ]);
  return { highlighters: { PYTHON, JAVASCRIPT }, renderMath, readAnsi, charts };
}

function hasMath(turns: readonly Turn[]): boolean {
  return (
    displaysIn(turns).some((data) => data['text/latex'] !== undefined) ||
    turns.some(({ entries }) => entries.some((entry) => 'text' in entry && mayHaveMath(entry.text)))
  );
}

async function drawCharts(turns: readonly Turn[]): Promise<Map<string, string>> {
  const all = displaysIn(turns).flatMap((data): [string, Chart][] => {
    const chart = chartIn(data);
    return chart ? [[chart.content, chart]] : [];
  });
  const charts = [...new Map(all).values()];
  const pictures = await drawPictures(charts, DRAWING_TIME);
  return new Map(
    charts.flatMap(({ content }, index) => {
      const png = pictures[index];
      return png === undefined ? [] : [[content, png]];
    }),
  );
}

function displaysIn(turns: readonly Turn[]) {
  const cells = turns.flatMap(({ entries }) => entries.filter(isCode));
  return cells.flatMap(({ displays = [] }) => displays.map(({ data }) => data));
}
