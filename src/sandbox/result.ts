import { importChunk } from '../async/importChunk.ts';
import { dropOversizedPictures } from '../pictures/oversizedPictures.ts';
import {
  type Display,
  type FileInfo,
  MODEL_OUTPUT_LIMIT,
  type OutputChunk,
  type RunError,
  type RunReply,
  type RunStatus,
} from '../protocol.ts';
import { readUntrustedJson } from '../text/parseJson.ts';
import { readTerminal } from '../text/terminal.ts';
import { omission, truncatePieces } from '../text/truncate.ts';
import { chartIn, type Chart as InteractiveChart } from '../viewer/chart.ts';
import type { Chart } from './charts/chart.ts';
import { chartsIn } from './charts/readChart.ts';
import { tablesIn } from './frame/tableSchemas.ts';
import { imagesIn, type ResultImage } from './images.ts';
import { DISPLAY_LIMIT, MAX_CALLS, MAX_DISPLAYS, PAGE_OUTPUT_LIMIT } from './limits.ts';
import type { Losses } from './session/history.ts';
import type { TableData } from './tables/tableData.ts';
import type { ToolCall } from './tools/toolCall.ts';

/** The result of a run. Code made the texts, names and pictures in it: don't trust them. */
export interface RunResult {
  /** Whether the code ran to its end without an error: `status` is `'ok'`. */
  ok: boolean;
  /** How the run ended: the code ran to its end (`'ok'`), failed with {@link error} (`'error'`), or timed out (`'timeout'`). */
  status: RunStatus;
  /**
   * The output for the model, like the server's `codeExecutionResult.output`: stdout and the texts of displays if the run succeeded;
   * otherwise also stderr, with the traceback, or a note on the timeout. The text of an interactive chart of Plotly, Vega or Bokeh is a description:
   * its kind, axes, series, ranges and first values. At most 65,536 characters (64 KiB), head and tail.
   */
  output: string;
  /**
   * The value of the last expression, if JSON can express it: `None` is `null`, a tuple a list. `undefined` if the code does not end in
   * an expression, or for NumPy's types, sets, dates, `NaN`, or more than 1048576 characters (1 MiB) of JSON. Numbers beyond 2⁵³ are
   * rounded. Code made it: check its shape.
   */
  value?: unknown;
  /** The text of the last expression's value, as in a notebook; absent if that shows none. At most some 64 KiB. */
  text?: string;
  /** The pictures among {@link results}, in order. */
  images: ResultImage[];
  /**
   * The data of the figures of matplotlib among {@link results}, in order: lines, points, bars, pies and box plots. A figure of another kind,
   * such as an image, has none. Models are not shown it.
   */
  charts: Chart[];
  /** The tables among {@link results}, in order, each with its first rows. `sandbox.tables` gives more of them, sorted and searched. */
  tables: TableData[];
  /** Text that the code wrote to stdout. With stderr at most 10 MiB; if more was written, the last line says how much is missing. */
  stdout: string;
  /** Text that the code wrote to stderr, then the traceback of the exception that ended the run. */
  stderr: string;
  /**
   * The value of the last expression, displays, figures and saved pictures, in order. At most 100, and 64 MiB together. A picture with
   * more than 25 million pixels is replaced by a sentence that says so.
   */
  results: Display[];
  /** The files that the run created or changed. `sandbox.files` reads them. */
  files: FileInfo[];
  /**
   * The calls of tools, in the order in which they began. At most 1,000: further ones went to `onToolCall` alone. A call that the end of the run
   * cut off is still `'running'`, or `'asking'`.
   */
  calls: ToolCall[];
  /** The exception that ended the run, if one did. */
  error?: RunError;
  /** Milliseconds from the start of the run to its end, including waits for answers, but not the loading of packages. */
  durationMs: number;
  /** Bytes to which Python's own memory has grown, files not included. It never shrinks. Absent if the run was killed, and for JavaScript. */
  memory?: number;
  /** The number of the run. Counts up from 1 in every session. */
  run: number;
  /**
   * Present if the interpreter was replaced, and the session went on from an earlier state: because of this run, or between the previous
   * run and this one, if variables or files were lost.
   */
  recovery?: Recovery;
}

/** How a session went on after its interpreter was replaced. Usually only the run that broke it is lost. */
export interface Recovery {
  /**
   * Whether this run itself was undone, because it broke the interpreter or could not be ended otherwise: only this result is left of it.
   * `false` if the interpreter was replaced before this run.
   */
  undone: boolean;
  /**
   * The numbers of earlier runs whose variables and files are lost, because they were not captured yet. In JavaScript, whose variables
   * can't be captured, these are all runs of its worker.
   */
  lostRuns: number[];
  /** Whether files are lost that your app wrote after the last capture. */
  lostFiles: boolean;
}

/** How a run ended, seen from the session. */
interface Ending {
  run: number;
  /** Milliseconds that the run was given. */
  timeout: number;
  /** Whether the interpreter was replaced to end it. */
  undone: boolean;
  /** Earlier losses that no result has named yet. */
  losses: Losses;
  language: 'Python' | 'JavaScript';
  /** Whether an interpreter that was replaced begins afresh, since nothing of it was captured. @default false */
  beginsAfresh?: boolean;
}

/** Builds a run's result from the frame's messages, within limits that hold whatever the frame sends. */
export class RunResultBuilder {
  readonly #stdout: string[] = [];
  readonly #stderr: string[] = [];
  /** The text that a notebook would show: stdout and the texts of displayed values, in order. */
  readonly #shown: string[] = [];
  readonly #results: Display[] = [];
  /** The interactive charts, by the places of their texts. */
  readonly #charts = new Map<number, InteractiveChart>();
  readonly #calls = new Map<number, ToolCall>();
  /** The places in both lists of the displays that later ones may replace, by their ids. */
  readonly #places = new Map<string, { result: number; text: number }>();
  #characters = 0;
  #displayed = 0;
  #dropped = 0;

  /** @returns the chunks within the limit, for the page's listener */
  addOutput(chunks: OutputChunk[]): OutputChunk[] {
    const kept: OutputChunk[] = [];
    for (const chunk of chunks) {
      const text = chunk.text.slice(0, PAGE_OUTPUT_LIMIT - this.#characters);
      this.#dropped += chunk.text.length - text.length;
      this.#characters += text.length;
      if (text !== '') kept.push({ ...chunk, text });
    }
    for (const { stream, text } of kept) {
      if (stream === 'stderr') this.#stderr.push(text);
      else {
        this.#stdout.push(text);
        this.#shown.push(text);
      }
    }
    return kept;
  }

  /**
   * Adds a display, or puts it in the place of the one with its id.
   *
   * @returns the display if it is within the limits, for the page's listener
   */
  addDisplay(shown: Display): Display[] {
    const { displayId: id } = shown;
    const place = id === undefined ? undefined : this.#places.get(id);
    const before = place && this.#results[place.result];
    const size = sizeOf(shown) - (before ? sizeOf(before) : 0);
    if ((!place && this.#results.length >= MAX_DISPLAYS) || this.#displayed + size > DISPLAY_LIMIT) return [];
    this.#displayed += size;
    const { display, note } = dropOversizedPictures(shown);
    const isValue = display.source === 'result' || display.source === 'display';
    // Figures and files have no text, except a note on a picture that was left out.
    const text = isValue ? display.data['text/plain'] : note;
    const line = text === undefined ? '' : `${text}\n`;
    const chart = chartIn(display.data);
    if (place) {
      this.#results[place.result] = display;
      this.#shown[place.text] = line;
      if (chart) this.#charts.set(place.text, chart);
      else this.#charts.delete(place.text);
      return [display];
    }
    if (line !== '' || chart) this.#shown.push(...lineBreakAfter(this.#shown));
    if (id !== undefined) this.#places.set(id, { result: this.#results.length, text: this.#shown.length });
    if (chart) this.#charts.set(this.#shown.length, chart);
    this.#results.push(display);
    this.#shown.push(line);
    return [display];
  }

  /** Removes what the run has written and shown so far. The limits are for what remains. */
  clear(): void {
    for (const pieces of [this.#stdout, this.#stderr, this.#shown, this.#results]) pieces.length = 0;
    for (const places of [this.#places, this.#charts]) places.clear();
    this.#characters = 0;
    this.#displayed = 0;
    this.#dropped = 0;
  }

  /** Replaces the record of a call by a later one. @returns the record, for the page's listener */
  addCall(call: ToolCall): ToolCall[] {
    if (this.#calls.size < MAX_CALLS || this.#calls.has(call.id)) this.#calls.set(call.id, call);
    return [call];
  }

  async compose(reply: RunReply, ending: Ending): Promise<RunResult> {
    await this.#describeCharts();
    const { run, undone, losses } = ending;
    const { runs: lostRuns, files: lostFiles } = losses;
    const isRecovered = undone || lostRuns.length > 0 || lostFiles;
    const { droppedOutput, variables: _, value: json, ...rest } = reply;
    const value = readUntrustedJson(json, Number.POSITIVE_INFINITY);
    const text = this.#results.findLast(({ source }) => source === 'result')?.data['text/plain'];
    const dropped = this.#dropped + droppedOutput;
    const omitted = dropped > 0 ? [`\n${omission(dropped)}\n`] : [];
    const forModel = this.#forModel(reply.status, [...this.#shown, ...omitted], ending);
    return {
      ...rest,
      ok: rest.status === 'ok',
      output: truncatePieces(readTerminal(forModel), MODEL_OUTPUT_LIMIT),
      ...(value !== undefined && { value }),
      ...(text !== undefined && { text }),
      images: imagesIn(this.#results),
      charts: chartsIn(this.#results),
      tables: tablesIn(this.#results),
      stdout: [...this.#stdout, ...omitted].join(''),
      stderr: this.#stderr.join(''),
      results: this.#results,
      calls: [...this.#calls.values()],
      run,
      ...(isRecovered && { recovery: { undone, lostRuns, lostFiles } }),
    };
  }

  /** Replaces the texts of interactive charts, which are Python's and mostly of no use, by descriptions. */
  async #describeCharts(): Promise<void> {
    if (this.#charts.size === 0) return;
    const loaded = await importChunk(() => import('../viewer/summariseChart.ts')).catch(() => undefined);
    if (!loaded) return;
    for (const [place, chart] of this.#charts) this.#shown[place] = `${await loaded.summariseChart(chart)}\n`;
  }

  #forModel(status: RunStatus, shown: string[], ending: Ending): string[] {
    const { timeout, undone, losses, language } = ending;
    const before = undone ? [] : describeEarlierLosses(losses, language);
    if (status === 'ok') return [...before, ...shown];
    const written = [...before, ...shown, ...lineBreakAfter(shown), ...this.#stderr];
    const after = undone ? describeLosses(ending) : '';
    const note = status === 'error' ? after : describeTimeout(timeout, after);
    return note === '' ? written : [...written, ...lineBreakAfter(written), note];
  }
}

function describeTimeout(timeout: number, after: string): string {
  const timedOut = Number.isFinite(timeout) ? `The run timed out after ${timeout / 1000} s` : 'The run timed out';
  return after === '' ? `${timedOut}; variables are kept.\n` : `${timedOut}. ${after}`;
}

/** Describes losses from before the run that no result has named yet. */
export function describeEarlierLosses({ runs, files }: Losses, language: Ending['language']): string[] {
  if (runs.length > 0)
    return [`${language} was restarted before this run: variables of ${countRuns(runs)} are gone.\n`];
  return files ? ['Python was restarted before this run: files that were sent last are gone.\n'] : [];
}

/** Describes the session after its interpreter was replaced. */
function describeLosses({ losses: { runs, files }, language, beginsAfresh = false }: Ending): string {
  if (runs.length > 0) return `${language} was restarted: variables of ${countRuns(runs)} are gone.\n`;
  if (beginsAfresh) return `${language} was restarted: variables of this run are gone.\n`;
  const kept = 'Python was restarted as it was before this run: variables of earlier runs are kept';
  return files ? `${kept}; files that were sent since are gone.\n` : `${kept}.\n`;
}

function countRuns(runs: readonly number[]): string {
  return `${runs.length} earlier ${runs.length === 1 ? 'run' : 'runs'}`;
}

function sizeOf({ data }: Display): number {
  return Object.values(data).reduce((sum, text) => sum + text.length, 0);
}

/** A line break, unless the text ends in one already. */
function lineBreakAfter(pieces: readonly string[]): string[] {
  const last = pieces.findLast((piece) => piece !== '');
  return last?.endsWith('\n') === false ? ['\n'] : [];
}
