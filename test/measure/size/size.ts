/** `npm run size`: how much a user's browser has to load, beside what it may be. The exit code is 1 if something is larger. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildAdapter, buildHost, buildPage, firstLoad } from './bundle.ts';
import { compressAll, sizeOfCore, sizeOfFile } from './hosted.ts';
import { firstVisit, widgetInSight } from './visit.ts';

interface Figure {
  name: string;
  /** Bytes, with brotli. */
  size: number;
  budget: number;
}

const KB = 1000;
/** Bytes: a page that imports `Sandbox`, before it makes one. */
const HOST = 15_000;
/** Bytes: an app that imports the built-in model, before it opens a session. */
const BUILT_IN_MODEL = 5000;
/** Entries of the package, until when their size is counted, and how many bytes they may have. */
const ENTRIES: readonly [entry: string, until: string, budget: number][] = [
  ['built-in-model', 'it opens a session', BUILT_IN_MODEL],
  ['openai', 'its first question', 20_000],
  ['anthropic', 'its first question', 16_500],
  ['ai-sdk', 'it asks a model', 16_000],
  ['tool', 'a model calls it', 10_000],
  ['mcp', 'a client connects', 20_000],
  ['jupyter', 'it connects to a kernel', 21_500],
];
/** Bytes: the widget, once a conversation is in sight, without its Python. */
const WIDGET = 60_000;
/** Bytes: what the page is kept with, beyond what a first visit has moved by then. */
const KEPT = 610_000;
/** Bytes: the program that draws charts of Altair, which comes with the first one. */
const VEGA = 270_000;
/** Bytes: the same for Plotly. */
const PLOTLY = 440_000;
/** Bytes: the same for Plotly in space, on maps and the like, with the maps. */
const PLOTLY_FULL = 1_220_000;
/** Bytes: the same for Bokeh, with its widgets and tables. */
const BOKEH = 430_000;
/** Bytes: what draws a figure of Matplotlib anew, which comes when a user asks for it. */
const FIGURE = 5000;
/** What a first visit may move beside Pyodide's own core, as a part of that. */
const BESIDE_CORE = 0.04;

const folder = await mkdtemp(path.join(tmpdir(), 'size-'));
try {
  const figures = await measure(folder);
  process.stdout.write(table(figures));
  if (figures.some(({ size, budget }) => size > budget)) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true });
}

async function measure(folder: string): Promise<Figure[]> {
  const host = await buildHost();
  const entries: Figure[] = [];
  for (const [entry, until, budget] of ENTRIES) {
    const size = await firstLoad(await buildAdapter(entry), entry);
    entries.push({ name: `An app that imports glovebox/${entry}, before ${until}`, size, budget });
  }
  await buildPage(folder);
  await compressAll(folder);
  const core = await sizeOfCore(folder);
  const visit = await firstVisit(folder);
  return [
    { name: 'A page that imports Sandbox, before it makes one', size: await firstLoad(host, 'host'), budget: HOST },
    ...entries,
    { name: 'The widget, once a conversation is in sight', size: await widgetInSight(folder), budget: WIDGET },
    { name: 'Pyodide’s own core', size: core, budget: Number.POSITIVE_INFINITY },
    { name: 'A first visit, until Python is ready', size: visit.ready, budget: core * (1 + BESIDE_CORE) },
    { name: 'Stored afterwards, for visits without a network', size: visit.kept, budget: KEPT },
    { name: 'A first chart of Altair', size: await sizeOfFile(folder, 'vegaProgram'), budget: VEGA },
    { name: 'A first chart of Plotly', size: await sizeOfFile(folder, 'plotlyProgram'), budget: PLOTLY },
    {
      name: 'A first chart of Plotly in space',
      size: await sizeOfFile(folder, 'plotlyFullProgram'),
      budget: PLOTLY_FULL,
    },
    { name: 'A first chart of Bokeh', size: await sizeOfFile(folder, 'bokehProgram'), budget: BOKEH },
    { name: 'A first figure with values', size: await sizeOfFile(folder, 'figureElements'), budget: FIGURE },
  ];
}

function table(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length));
  const lines = figures.map(({ name, size, budget }) => {
    const figure = `${name.padEnd(width)}  ${kilobytes(size)}`;
    if (!Number.isFinite(budget)) return figure;
    return `${figure}  of ${kilobytes(budget)}${size > budget ? '  TOO LARGE' : ''}`;
  });
  return `${lines.join('\n')}\n`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / KB).toFixed(1).padStart(7)} KB`;
}
