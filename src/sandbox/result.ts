import type { Display, FileInfo, Outcome, OutputChunk, PythonError, RunReply } from '../protocol.ts';
import {
  DISPLAY_LIMIT,
  keepHeadAndTail,
  MODEL_OUTPUT_LIMIT,
  MOST_DISPLAYS,
  omission,
  PAGE_OUTPUT_LIMIT,
} from './limits.ts';

export interface RunResult {
  outcome: Outcome;
  /**
   * What the model is told, as the server's `codeExecutionResult.output`: stdout and the texts of what was displayed where the run
   * succeeded; otherwise all that was written, then the traceback or the deadline. At most 64 KiB, head and tail.
   */
  output: string;
  /** At most 10 MiB; the last line says how much was left out, where it was. */
  stdout: string;
  /** What the code wrote to stderr, then the traceback of the exception that ended the run. */
  stderr: string;
  /** The value of the last expression, what was displayed, figures and saved pictures, in order. At most 100. */
  results: Display[];
  /** The files that the run created or changed. Their bytes are to be had from `sandbox.files`. */
  files: FileInfo[];
  /** The exception that ended the run, where one did. */
  error?: PythonError;
  /** Milliseconds that Python was running. */
  durationMs: number;
  /** Whether the interpreter had to be replaced to end this run, so that earlier variables are gone. */
  stateLost: boolean;
}

/** What a run has given back so far, within limits that hold whatever the frame sends. */
export class Collected {
  readonly #pieces: (OutputChunk | Display)[] = [];
  #characters = 0;
  #displayed = 0;
  #displays = 0;
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
    this.#pieces.push(...kept);
    return kept;
  }

  /** @returns whether the display is within the limits, and kept */
  addDisplay(display: Display): boolean {
    const size = Object.values(display.data).reduce((sum, text) => sum + text.length, 0);
    if (this.#displays >= MOST_DISPLAYS || this.#displayed + size > DISPLAY_LIMIT) return false;
    this.#displays += 1;
    this.#displayed += size;
    this.#pieces.push(display);
    return true;
  }

  /** @param deadline milliseconds that the run was given */
  compose(reply: RunReply, deadline: number, stateLost: boolean): RunResult {
    const { droppedOutput, ...rest } = reply;
    const dropped = this.#dropped + droppedOutput;
    const stdout = this.#textOf('stdout') + (dropped > 0 ? `\n${omission(dropped)}\n` : '');
    const stderr = this.#textOf('stderr');
    const output = keepHeadAndTail(
      this.#forModel(reply.outcome, stderr, dropped, deadline, stateLost),
      MODEL_OUTPUT_LIMIT,
    );
    return { ...rest, output, stdout, stderr, results: this.#pieces.filter(isDisplay), stateLost };
  }

  #textOf(stream: OutputChunk['stream']): string {
    return this.#pieces.map((piece) => (!isDisplay(piece) && piece.stream === stream ? piece.text : '')).join('');
  }

  #forModel(outcome: Outcome, stderr: string, dropped: number, deadline: number, stateLost: boolean): string {
    const shown = this.#shown() + (dropped > 0 ? `\n${omission(dropped)}\n` : '');
    switch (outcome) {
      case 'OUTCOME_OK':
        return shown;
      case 'OUTCOME_FAILED':
        return onNewLine(shown) + stderr;
      case 'OUTCOME_DEADLINE_EXCEEDED':
        return onNewLine(shown) + onNewLine(stderr) + deadlineNote(deadline, stateLost);
      default:
        return outcome satisfies never;
    }
  }

  /** What a notebook would show between its cells as text: stdout, and the texts of values that were displayed, in order. */
  #shown(): string {
    return this.#pieces.reduce((text, piece) => {
      if (!isDisplay(piece)) return piece.stream === 'stdout' ? text + piece.text : text;
      const value = piece.source === 'result' || piece.source === 'display' ? piece.data['text/plain'] : undefined;
      return value === undefined ? text : `${onNewLine(text)}${value}\n`;
    }, '');
  }
}

function isDisplay(piece: OutputChunk | Display): piece is Display {
  return 'data' in piece;
}

function deadlineNote(deadline: number, stateLost: boolean): string {
  const variables = stateLost ? 'Python was restarted: variables of earlier runs are gone' : 'variables are kept';
  const limit = Number.isFinite(deadline) ? `its deadline of ${deadline / 1000} s` : 'its deadline';
  return `The run was stopped at ${limit}; ${variables}.\n`;
}

function onNewLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
