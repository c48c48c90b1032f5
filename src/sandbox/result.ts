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
import { parseUntrustedJson } from '../text/parseJson.ts';
import { omission, truncatePieces } from '../text/truncate.ts';
import { imagesIn, type ResultImage } from './images.ts';
import { DISPLAY_LIMIT, MAX_DISPLAYS, PAGE_OUTPUT_LIMIT } from './limits.ts';
import type { Losses } from './session/history.ts';

/** What came of a run. Text and names in it are what code made of them. */
export interface RunResult {
  /** Whether the code ran to its end without an error: `status` is `'ok'`. */
  ok: boolean;
  /** How the run ended: the code ran to its end, failed with {@link error}, or timed out. */
  status: RunStatus;
  /**
   * What the model is told, as the server's `codeExecutionResult.output`: stdout and the texts of what was displayed where the run
   * succeeded; otherwise all that was written, then the traceback or the timeout. At most 64 KiB, head and tail.
   */
  output: string;
  /**
   * The value of the last expression, if JSON has such values: `None` is `null`, a tuple a list. `undefined` if there is no such
   * expression, or JSON can't say its value: that of NumPy's types, sets, dates, `NaN`, or more than 1048576 characters (1 MiB). Numbers
   * beyond 2⁵³ are rounded. Code made it: check its shape.
   */
  value?: unknown;
  /** The text of the last expression's value, as a notebook shows it; absent if it shows none. At most some 64 KiB. */
  text?: string;
  /** The pictures among {@link results}, in order. */
  images: ResultImage[];
  /** What the code wrote to stdout. With stderr at most 10 MiB; the last line says how much was left out, where it was. */
  stdout: string;
  /** What the code wrote to stderr, then the traceback of the exception that ended the run. */
  stderr: string;
  /**
   * The value of the last expression, what was displayed, figures and saved pictures, in order. At most 100, of 64 MiB together; in the
   * place of a picture with more than 25 million pixels is a sentence that says so.
   */
  results: Display[];
  /** The files that the run created or changed. Their bytes are to be had from `sandbox.files`. */
  files: FileInfo[];
  /** The exception that ended the run, where one did. */
  error?: RunError;
  /** Milliseconds from the start of the run to its end: without the loading of packages, but with the waiting for answers. */
  durationMs: number;
  /** Bytes to which Python's own memory has grown, files not included; not known of a run that was killed. It never shrinks. */
  memory?: number;
  /** Counts up from 1 in every session. */
  run: number;
  /**
   * Present if the interpreter had to be replaced, and the session went on from an earlier state: because of this run, or of something
   * between the run before it and this one that cost variables or files.
   */
  recovery?: Recovery;
}

/** How a session went on after its interpreter was replaced. Nearly always nothing is lost but the run that broke it. */
export interface Recovery {
  /**
   * Whether this run itself was undone: it broke the interpreter, or could not be ended in another way. There is nothing of it but this
   * result. `false` if the interpreter was replaced before this run began.
   */
  undone: boolean;
  /**
   * The numbers of earlier runs whose variables and files are lost: they had not been captured yet. Of JavaScript, whose variables can't
   * be captured, these are all runs of its worker.
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
  /** What is gone that was there before it, and nobody has been told of. */
  losses: Losses;
  /** What ran. JavaScript that was replaced begins afresh. */
  language: 'Python' | 'JavaScript';
}

/**
 * What a run has given back so far, within limits that hold whatever the frame sends. It is put together as it comes, so that there is
 * little to do at the end of a run that wrote much.
 */
export class RunResultBuilder {
  readonly #stdout: string[] = [];
  readonly #stderr: string[] = [];
  /** What a notebook would show between its cells as text: stdout, and the texts of values that were displayed, in order. */
  readonly #shown: string[] = [];
  readonly #results: Display[] = [];
  #characters = 0;
  #displayed = 0;
  #dropped = 0;

  /** @returns what is new and within the limit, for whoever listens */
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

  /** @returns what of the display is within the limits, for whoever listens */
  addDisplay(shown: Display): Display[] {
    const size = Object.values(shown.data).reduce((sum, text) => sum + text.length, 0);
    if (this.#results.length >= MAX_DISPLAYS || this.#displayed + size > DISPLAY_LIMIT) return [];
    this.#displayed += size;
    const { display, note } = dropOversizedPictures(shown);
    this.#results.push(display);
    const isValue = display.source === 'result' || display.source === 'display';
    // Figures and files are pictures only, unless something is to be said of them.
    const text = isValue ? display.data['text/plain'] : note;
    if (text !== undefined) this.#shown.push(...lineBreakAfter(this.#shown), `${text}\n`);
    return [display];
  }

  compose(reply: RunReply, ending: Ending): RunResult {
    const { run, undone, losses } = ending;
    const { runs: lostRuns, files: lostFiles } = losses;
    const isRecovered = undone || lostRuns.length > 0 || lostFiles;
    const { droppedOutput, variables: _, value: json, ...rest } = reply;
    const value = json === undefined ? undefined : valueIn(json);
    const text = this.#results.findLast(({ source }) => source === 'result')?.data['text/plain'];
    const dropped = this.#dropped + droppedOutput;
    const omitted = dropped > 0 ? [`\n${omission(dropped)}\n`] : [];
    const forModel = this.#forModel(reply.status, [...this.#shown, ...omitted], ending);
    return {
      ...rest,
      ok: rest.status === 'ok',
      output: truncatePieces(forModel, MODEL_OUTPUT_LIMIT),
      ...(value !== undefined && { value }),
      ...(text !== undefined && { text }),
      images: imagesIn(this.#results),
      stdout: [...this.#stdout, ...omitted].join(''),
      stderr: this.#stderr.join(''),
      results: this.#results,
      run,
      ...(isRecovered && { recovery: { undone, lostRuns, lostFiles } }),
    };
  }

  #forModel(status: RunStatus, shown: string[], { timeout, undone, losses, language }: Ending): string[] {
    const before = undone ? [] : describeEarlierLosses(losses, language);
    if (status === 'ok') return [...before, ...shown];
    const written = [...before, ...shown, ...lineBreakAfter(shown), ...this.#stderr];
    const after = undone ? describeLosses(losses, language) : '';
    const note = status === 'error' ? after : describeTimeout(timeout, after);
    return note === '' ? written : [...written, ...lineBreakAfter(written), note];
  }
}

function valueIn(json: string): unknown {
  try {
    return parseUntrustedJson(json);
  } catch {
    // Code has tampered with it, or it is nested too deeply.
    return undefined;
  }
}

function describeTimeout(timeout: number, after: string): string {
  const timedOut = Number.isFinite(timeout) ? `The run timed out after ${timeout / 1000} s` : 'The run timed out';
  return after === '' ? `${timedOut}; variables are kept.\n` : `${timedOut}. ${after}`;
}

/** What was gone already when the run began, and nobody has been told of. */
export function describeEarlierLosses({ runs, files }: Losses, language: Ending['language']): string[] {
  if (runs.length > 0)
    return [`${language} was restarted before this run: variables of ${countRuns(runs)} are gone.\n`];
  return files ? ['Python was restarted before this run: files that were sent last are gone.\n'] : [];
}

/** What became of the session where the interpreter was replaced. */
function describeLosses({ runs, files }: Losses, language: Ending['language']): string {
  if (runs.length > 0) return `${language} was restarted: variables of ${countRuns(runs)} are gone.\n`;
  if (language === 'JavaScript') return 'JavaScript was restarted: variables of this run are gone.\n';
  const kept = 'Python was restarted as it was before this run: variables of earlier runs are kept';
  return files ? `${kept}; files that were sent since are gone.\n` : `${kept}.\n`;
}

function countRuns(runs: readonly number[]): string {
  return `${runs.length} earlier ${runs.length === 1 ? 'run' : 'runs'}`;
}

/** What it takes to go on after these pieces of a text on a new line. */
function lineBreakAfter(pieces: readonly string[]): string[] {
  return pieces.at(-1)?.endsWith('\n') === false ? ['\n'] : [];
}
